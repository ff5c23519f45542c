package dev.podproof.reference.faults;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** One more container beside a pod's own, which nobody has asked for and the agent does not see. It goes with the pod's sandbox. */
final class Companions extends RuntimeDecorator {
    private static final String NAME = "companion";

    private final Wish wish;
    private final boolean started;

    /** Which container gets a companion. */
    @FunctionalInterface
    interface Wish {
        /**
         * What is made beside a container, if anything is.
         *
         * @param first whether it is the first container of its pod
         */
        Optional<ContainerSpec> of(ContainerSpec spec, boolean first);
    }

    Companions(ContainerRuntime real, Wish wish, boolean started) {
        super(real);
        this.wish = wish;
        this.started = started;
    }

    @Override
    public String create(ContainerSpec spec) {
        boolean first = !Specs.isSandbox(spec)
                && companionOf(Specs.label(spec, Labels.POD_UID)).isEmpty();
        Optional<ContainerSpec> companion = Specs.isSandbox(spec) ? Optional.empty() : wish.of(spec, first);
        String id = real.create(spec);
        companion.ifPresent(wanted -> {
            Map<String, String> labels = new HashMap<>(wanted.labels());
            labels.put(Labels.CONTAINER, NAME);
            String made = real.create(Specs.called(wanted, spec.name() + "_" + NAME, labels));
            if (started) {
                real.start(made);
            }
        });
        return id;
    }

    @Override
    public List<Container> containers() {
        return real.containers().stream()
                .filter(Predicate.not(Companions::isOne))
                .toList();
    }

    @Override
    public List<Container> containersOf(String podUid) {
        return real.containersOf(podUid).stream()
                .filter(Predicate.not(Companions::isOne))
                .toList();
    }

    @Override
    public void remove(String id) {
        real.find(id)
                .filter(Container::isSandbox)
                .ifPresent(sandbox -> companionOf(sandbox.podUid()).forEach(one -> real.remove(one.id())));
        real.remove(id);
    }

    private List<Container> companionOf(String podUid) {
        return real.containersOf(podUid).stream().filter(Companions::isOne).toList();
    }

    private static boolean isOne(Container container) {
        return container.containerName().equals(NAME);
    }
}
