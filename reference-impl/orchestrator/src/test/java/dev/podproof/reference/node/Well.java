package dev.podproof.reference.node;

import dev.podproof.reference.node.health.Condemned;
import dev.podproof.reference.node.health.Health;
import dev.podproof.reference.node.runtime.Container;
import java.util.Optional;

/** All containers are well, but for one that may be named. */
record Well(Optional<String> condemned, Optional<String> starting) implements Health {
    Well() {
        this(Optional.empty(), Optional.empty());
    }

    static Well but(String condemned) {
        return new Well(Optional.of(condemned), Optional.empty());
    }

    static Well whileStarting(String container) {
        return new Well(Optional.empty(), Optional.of(container));
    }

    @Override
    public boolean started(Container container) {
        return true;
    }

    @Override
    public boolean ready(Container container) {
        return true;
    }

    @Override
    public boolean starting(Container container) {
        return starting.equals(Optional.of(container.containerName()));
    }

    @Override
    public Optional<Condemned> condemned(Container container) {
        return condemned
                .filter(name -> name.equals(container.containerName()))
                .map(name -> new Condemned("failed liveness probe", Optional.of(7L)));
    }
}
