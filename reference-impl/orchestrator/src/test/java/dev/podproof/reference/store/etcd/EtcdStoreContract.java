package dev.podproof.reference.store.etcd;

import dev.podproof.reference.store.Store;
import dev.podproof.reference.store.StoreContract;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** The contract on an etcd that stands somewhere; each test has a root of its own there. */
public abstract class EtcdStoreContract extends StoreContract {

    private final String root = "/podproof-test-" + UUID.randomUUID();

    /** Where an etcd answers that tests may write to. */
    protected abstract URI endpoint();

    @Override
    protected final Store open() {
        return EtcdStore.open(List.of(endpoint()), root, () -> {});
    }

    @Override
    protected final int history() {
        return EtcdFeed.HISTORY;
    }
}
