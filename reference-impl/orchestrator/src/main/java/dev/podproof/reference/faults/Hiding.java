package dev.podproof.reference.faults;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An engine that does not show all that it has. */
abstract class Hiding extends RuntimeDecorator {
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();

    Hiding(ContainerRuntime real) {
        super(real);
    }

    final void hide(String id) {
        hidden.add(id);
    }

    @Override
    public List<Container> containers() {
        return shown(real.containers());
    }

    @Override
    public List<Container> containersOf(String podUid) {
        return shown(real.containersOf(podUid));
    }

    private List<Container> shown(List<Container> all) {
        return all.stream()
                .filter(container -> !hidden.contains(container.id()))
                .toList();
    }
}
