package dev.podproof.hosts;

import java.util.Locale;

/** Where a cluster's master keeps its state. */
public enum StoreKind {
    /** A file on the master. */
    SQLITE,
    /** An etcd on the master, which only the master can reach. */
    ETCD;

    /** As the master is told. */
    String argument() {
        return name().toLowerCase(Locale.ROOT);
    }
}
