package dev.podproof.reference.node.health;

import dev.podproof.reference.node.runtime.Container;
import java.util.Optional;

/** How running containers are, as their probes and hooks found them. */
public interface Health {
    /** True once the startup probe succeeded; true if there is none. */
    boolean started(Container container);

    /** True while the readiness probe succeeds; true if there is none. */
    boolean ready(Container container);

    /** True while its postStart hook runs: it is not taken to run before, and nothing is started after it. */
    boolean starting(Container container);

    /** Present if it has to end: a probe gave it up, or its postStart hook failed. */
    Optional<Condemned> condemned(Container container);
}
