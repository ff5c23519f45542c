package dev.podproof.reference.main;

import dev.podproof.reference.controller.flannel.LeaseBook;
import dev.podproof.reference.store.etcd.SharedKeys;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leases of flannel's daemons in the etcd that this master's state is in. */
final class SharedBook implements LeaseBook, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedBook.class);
    /** As long as flannel's own. */
    private static final Duration LIFETIME = Duration.ofHours(24);

    private static final long RETRY_SECONDS = 5;

    private final SharedKeys keys;
    private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor();

    SharedBook(List<URI> endpoints) {
        this.keys = SharedKeys.open(endpoints, LIFETIME);
    }

    @Override
    public Optional<String> get(String key) {
        return keys.get(key);
    }

    @Override
    public Map<String, String> list(String prefix) {
        return keys.list(prefix);
    }

    @Override
    public boolean create(String key, String value) {
        return keys.create(key, value);
    }

    @Override
    public void put(String key, String value) {
        keys.put(key, value);
    }

    @Override
    public void delete(String key) {
        keys.delete(key);
    }

    @Override
    public void renew() {
        keys.renew();
    }

    /** A watch that ends is begun anew, and what was missed meanwhile is looked at. */
    @Override
    public void follow(String prefix, Runnable changed) {
        AutoCloseable unusedWatch = keys.watch(prefix, changed, lost -> {
            LOG.warn("watching {} in etcd was interrupted and is tried again: {}", prefix, lost.toString());
            if (!retries.isShutdown()) {
                Future<?> unused = retries.schedule(() -> again(prefix, changed), RETRY_SECONDS, TimeUnit.SECONDS);
            }
        });
    }

    private void again(String prefix, Runnable changed) {
        follow(prefix, changed);
        changed.run();
    }

    @Override
    public void close() {
        retries.shutdownNow();
        keys.close();
    }
}
