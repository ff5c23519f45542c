package dev.podproof.reference.store.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keys of etcd that other programs write and read too, beside the store's own. What is written here is forgotten when it was not
 * written again for a while.
 *
 * <p>Every method throws {@link dev.podproof.reference.store.StoreException} UNAVAILABLE if etcd does not answer.
 */
public final class SharedKeys implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Client client;
    private final KV kv;
    private final Duration lifetime;
    private long lease;

    private SharedKeys(Client client, Duration lifetime) {
        this.client = client;
        this.kv = client.getKVClient();
        this.lifetime = lifetime;
    }

    /**
     * Keys in that etcd.
     *
     * @param lifetime of what is written, unless it is written again
     */
    public static SharedKeys open(List<URI> endpoints, Duration lifetime) {
        return new SharedKeys(
                Client.builder()
                        .endpoints(endpoints)
                        .connectTimeout(LIMIT)
                        .retryMaxDuration(LIMIT)
                        .keepaliveTime(LIMIT)
                        .keepaliveTimeout(LIMIT)
                        .build(),
                lifetime);
    }

    /** The value of a key. */
    public Optional<String> get(String key) {
        return EtcdStore.await("read " + key, kv.get(bytes(key))).getKvs().stream()
                .findFirst()
                .map(found -> found.getValue().toString(UTF_8));
    }

    /** All values of the keys with that beginning. */
    public Map<String, String> list(String prefix) {
        GetOption all = GetOption.builder().isPrefix(true).build();
        Map<String, String> found = new LinkedHashMap<>();
        EtcdStore.await("list " + prefix, kv.get(bytes(prefix), all))
                .getKvs()
                .forEach(each ->
                        found.put(each.getKey().toString(UTF_8), each.getValue().toString(UTF_8)));
        return found;
    }

    /** Writes a key that is not there; false if it is. */
    public synchronized boolean create(String key, String value) {
        Cmp absent = new Cmp(bytes(key), Cmp.Op.EQUAL, CmpTarget.version(0));
        return EtcdStore.await(
                        "write " + key,
                        kv.txn()
                                .If(absent)
                                .Then(Op.put(bytes(key), bytes(value), mortal()))
                                .commit())
                .isSucceeded();
    }

    /** Writes a key, whether it is there or not. */
    public synchronized void put(String key, String value) {
        EtcdStore.await("write " + key, kv.put(bytes(key), bytes(value), mortal()));
    }

    /** Takes a key away, if it is there. */
    public void delete(String key) {
        EtcdStore.await("delete " + key, kv.delete(bytes(key)));
    }

    /** What is written from now on lives for the whole lifetime from now. */
    public synchronized void renew() {
        lease = 0;
    }

    /**
     * Calls back after every change of a key with that beginning.
     *
     * @param lost told why no more changes are seen; whoever wants them has to watch again
     */
    public AutoCloseable watch(String prefix, Runnable changed, Consumer<Throwable> lost) {
        WatchOption all = WatchOption.builder().isPrefix(true).build();
        return client.getWatchClient().watch(bytes(prefix), all, Watch.listener(response -> changed.run(), lost));
    }

    @Override
    public void close() {
        client.close();
    }

    private PutOption mortal() {
        if (lease == 0) {
            lease = EtcdStore.await("grant a lease", client.getLeaseClient().grant(lifetime.toSeconds()))
                    .getID();
        }
        return PutOption.builder().withLeaseId(lease).build();
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }
}
