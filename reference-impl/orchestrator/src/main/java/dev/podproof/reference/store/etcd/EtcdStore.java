package dev.podproof.reference.store.etcd;

import dev.podproof.reference.store.Store;
import dev.podproof.reference.store.StoreException;
import dev.podproof.reference.store.StoreException.Reason;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A store in etcd, below a root of its own. A revision is etcd's: what a key's last change was at is its mod revision.
 *
 * <p>A write is a transaction that etcd answers when most of its members have it on disk; it is acknowledged when the store's
 * own watch has seen it too, so that here, as with any store, whoever has written reads what it wrote.
 */
public final class EtcdStore implements Store {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int PAGE = 500;
    /** A page of large objects, or many changes told at once: gRPC's own limit of 4 MiB is less than one of our bodies takes. */
    private static final int MAX_MESSAGE = 512 * 1024 * 1024;

    private final Client client;
    private final KV kv;
    private final Keys keys;
    private final EtcdFeed feed;

    private EtcdStore(Client client, Keys keys, Runnable lost) {
        this.client = client;
        this.keys = keys;
        kv = client.getKVClient();
        feed = new EtcdFeed(client, keys, lost);
    }

    /**
     * Opens or makes the store below a root, and reads the recent history.
     *
     * @param root what all keys begin with, as in {@code /podproof}
     * @param lost called if etcd has forgotten changes that this store has not seen: whoever holds it has to begin anew
     * @throws StoreException UNAVAILABLE if etcd does not answer
     */
    public static EtcdStore open(List<URI> endpoints, String root, Runnable lost) {
        var client = Client.builder()
                .endpoints(endpoints)
                .connectTimeout(LIMIT)
                .retryMaxDuration(LIMIT)
                .keepaliveTime(LIMIT)
                .keepaliveTimeout(LIMIT)
                .maxInboundMessageSize(MAX_MESSAGE)
                .build();
        try {
            var store = new EtcdStore(client, new Keys(root), lost);
            store.feed.start();
            return store;
        } catch (RuntimeException e) {
            client.close();
            throw new StoreException(Reason.UNAVAILABLE, "Cannot open the store in etcd at " + endpoints, e);
        }
    }

    @Override
    public long revision() {
        return feed.revision();
    }

    @Override
    public Optional<Stored> get(String key) {
        var answer = await("read " + key, kv.get(keys.inEtcd(key)));
        return answer.getKvs().stream().findFirst().map(this::stored);
    }

    /** Page by page, all at the revision of the first. */
    @Override
    public Listing list(String prefix) {
        List<Stored> entries = new ArrayList<>();
        var end = keys.endOf(prefix);
        var from = keys.inEtcd(prefix);
        long revision = 0;
        while (true) {
            var page = GetOption.builder().withRange(end).withLimit(PAGE).withRevision(revision);
            var answer = await("list " + prefix, kv.get(from, page.build()));
            answer.getKvs().forEach(found -> entries.add(stored(found)));
            revision = revision == 0 ? answer.getHeader().getRevision() : revision;
            if (!answer.isMore()) {
                return new Listing(revision, entries);
            }
            from = Keys.after(answer.getKvs().get(PAGE - 1).getKey());
        }
    }

    @Override
    public CompletionStage<Long> create(String key, byte[] value) {
        var name = keys.inEtcd(key);
        var absent = new Cmp(name, Cmp.Op.EQUAL, CmpTarget.version(0));
        return write(key, absent, Op.put(name, ByteSequence.from(value), PutOption.DEFAULT))
                .thenCompose(answer ->
                        answer.isSucceeded() ? acknowledged(answer) : refused(Reason.EXISTS, key + " exists"));
    }

    @Override
    public CompletionStage<Long> update(String key, long expected, byte[] value) {
        return change(key, expected, Op.put(keys.inEtcd(key), ByteSequence.from(value), PutOption.DEFAULT));
    }

    @Override
    public CompletionStage<Long> delete(String key, long expected) {
        return change(key, expected, Op.delete(keys.inEtcd(key), DeleteOption.DEFAULT));
    }

    @Override
    public Watch watch(String prefix, long after, Listener listener) {
        return feed.watch(prefix, after, listener);
    }

    @Override
    public void close() {
        feed.close();
        client.close();
    }

    private CompletionStage<Long> change(String key, long expected, Op operation) {
        var unchanged = new Cmp(keys.inEtcd(key), Cmp.Op.EQUAL, CmpTarget.modRevision(expected));
        return write(key, unchanged, operation).thenCompose(answer -> {
            if (answer.isSucceeded()) {
                return acknowledged(answer);
            }
            var current = answer.getGetResponses().get(0).getKvs();
            return current.isEmpty()
                    ? refused(Reason.NOT_FOUND, key + " does not exist")
                    : refused(
                            Reason.CONFLICT,
                            key + " was changed at revision " + current.get(0).getModRevision() + ", not at "
                                    + expected);
        });
    }

    private CompletableFuture<TxnResponse> write(String key, Cmp condition, Op operation) {
        var keyAlone = GetOption.builder().withKeysOnly(true).build();
        CompletableFuture<TxnResponse> answer;
        try {
            answer = kv.txn()
                    .If(condition)
                    .Then(operation)
                    .Else(Op.get(keys.inEtcd(key), keyAlone))
                    .commit();
        } catch (RuntimeException closed) {
            answer = CompletableFuture.failedFuture(closed);
        }
        return answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).exceptionally(failure -> {
            throw failed("write " + key, failure);
        });
    }

    private CompletionStage<Long> acknowledged(TxnResponse answer) {
        return feed.whenTold(answer.getHeader().getRevision());
    }

    private static CompletionStage<Long> refused(Reason reason, String why) {
        return CompletableFuture.failedStage(new StoreException(reason, why));
    }

    private Stored stored(KeyValue found) {
        return new Stored(
                keys.ours(found.getKey()),
                found.getModRevision(),
                found.getValue().getBytes());
    }

    static <T> T await(String what, CompletableFuture<T> answer) {
        try {
            return answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw failed(what, e);
        }
    }

    private static StoreException failed(String what, Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return new StoreException(Reason.UNAVAILABLE, "etcd could not " + what + " in time", cause);
    }
}
