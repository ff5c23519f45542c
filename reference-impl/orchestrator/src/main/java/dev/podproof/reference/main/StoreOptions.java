package dev.podproof.reference.main;

import dev.podproof.reference.store.Store;
import dev.podproof.reference.store.etcd.EtcdStore;
import dev.podproof.reference.store.sqlite.SqliteStore;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Where a master keeps the cluster's state. */
final class StoreOptions {

    private static final Logger LOG = LoggerFactory.getLogger(StoreOptions.class);

    /** What all keys in etcd begin with, so that others can use the same etcd. */
    private static final String ROOT = "/podproof";

    private enum Kind {
        SQLITE,
        ETCD
    }

    @Option(
            names = "--store",
            defaultValue = "sqlite",
            description = "Where the state is kept: sqlite or etcd (default: ${DEFAULT-VALUE}).")
    private Kind kind;

    @Option(
            names = "--etcd",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:2379",
            description = "An etcd on this host, 3.4 or later (default: ${DEFAULT-VALUE}).")
    private URI etcd;

    /**
     * Opens the store.
     *
     * @throws IllegalArgumentException if the etcd is one that everybody on the network could read
     */
    Store open(Path dataDirectory) {
        if (kind == Kind.SQLITE) {
            return SqliteStore.at(dataDirectory.resolve("cluster.db"));
        }
        requireLoopback();
        return EtcdStore.open(List.of(etcd), ROOT, StoreOptions::endAfterLoss);
    }

    /** Where flannel's daemons keep their leases: in etcd too, if that is where the state is. */
    Optional<SharedBook> leases() {
        return kind == Kind.ETCD ? Optional.of(new SharedBook(List.of(etcd))) : Optional.empty();
    }

    /** The state holds the cluster's secrets, and the client speaks plain HTTP. */
    private void requireLoopback() {
        try {
            if (etcd.getHost() != null && InetAddress.getByName(etcd.getHost()).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("--etcd " + etcd + ": no such host", unknown);
        }
        throw new IllegalArgumentException(
                "--etcd " + etcd + " is not on this host; etcd is spoken to without TLS, so it has to be at 127.0.0.1");
    }

    /** From a thread of its own: ending closes the store, which waits for the thread that told of the loss. */
    private static void endAfterLoss() {
        LOG.error("the connection with etcd is lost for good; ending, so that a new start reads everything anew");
        new Thread(() -> System.exit(1), "store-lost").start();
    }
}
