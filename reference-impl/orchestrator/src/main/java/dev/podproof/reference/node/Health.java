package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.Container;

/** How running containers are, as their probes found them. */
interface Health {
    /** True once the startup probe succeeded; true if there is none. */
    boolean started(Container container);

    /** True while the readiness probe succeeds; true if there is none. */
    boolean ready(Container container);
}
