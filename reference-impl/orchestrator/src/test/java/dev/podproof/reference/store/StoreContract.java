package dev.podproof.reference.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.store.Store.Change;
import dev.podproof.reference.store.Store.Stored;
import dev.podproof.reference.store.StoreException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store has to do, whatever it keeps its data in: a subclass for each. */
public abstract class StoreContract {

    private static final int WRITERS = 8;
    private static final int WRITES_EACH = 25;

    private Store store;

    /** Opens the store of this test: an empty one at first, later the same one again. */
    protected abstract Store open() throws Exception;

    /** How many changes the store remembers. */
    protected abstract int history();

    @BeforeEach
    final void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    @Test
    void aNewStoreIsEmpty() {
        assertThat(store.list("/").entries()).isEmpty();
        assertThat(store.get("/pods/a")).isEmpty();
    }

    @Test
    void whatWasCreatedIsReadWithTheRevisionOfItsCreation() {
        long revision = done(store.create("/pods/a", bytes("one")));

        assertThat(store.get("/pods/a")).hasValueSatisfying(found -> assertStored(found, "/pods/a", revision, "one"));
        var listing = store.list("/pods/");
        assertThat(listing.revision()).isEqualTo(revision).isEqualTo(store.revision());
        assertThat(listing.entries())
                .singleElement()
                .satisfies(found -> assertStored(found, "/pods/a", revision, "one"));
    }

    @Test
    void everyChangeHasARevisionOfItsOwnThatGrows() {
        long created = done(store.create("/pods/a", bytes("one")));
        long other = done(store.create("/pods/b", bytes("one")));
        long updated = done(store.update("/pods/a", created, bytes("two")));
        long deleted = done(store.delete("/pods/a", updated));

        assertThat(LongStream.of(created, other, updated, deleted).boxed())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(store.revision()).isEqualTo(deleted);
    }

    @Test
    void aKeyThatExistsIsNotCreatedAgain() {
        long created = done(store.create("/pods/a", bytes("one")));

        assertRefused(store.create("/pods/a", bytes("two")), Reason.EXISTS);

        assertThat(store.get("/pods/a")).hasValueSatisfying(found -> assertStored(found, "/pods/a", created, "one"));
        assertThat(store.revision()).isEqualTo(created);
    }

    @Test
    void anUpdateNeedsTheNewestRevision() {
        long created = done(store.create("/pods/a", bytes("one")));
        long updated = done(store.update("/pods/a", created, bytes("two")));

        assertRefused(store.update("/pods/a", created, bytes("three")), Reason.CONFLICT);
        assertRefused(store.update("/pods/b", created, bytes("three")), Reason.NOT_FOUND);

        assertThat(store.get("/pods/a")).hasValueSatisfying(found -> assertStored(found, "/pods/a", updated, "two"));
        assertThat(store.get("/pods/b")).isEmpty();
        assertThat(store.revision()).isEqualTo(updated);
    }

    @Test
    void aDeletionNeedsTheNewestRevision() {
        long created = done(store.create("/pods/a", bytes("one")));
        long updated = done(store.update("/pods/a", created, bytes("two")));

        assertRefused(store.delete("/pods/a", created), Reason.CONFLICT);
        assertRefused(store.delete("/pods/b", created), Reason.NOT_FOUND);
        assertThat(store.get("/pods/a")).isPresent();

        long deleted = done(store.delete("/pods/a", updated));
        assertThat(store.get("/pods/a")).isEmpty();
        assertRefused(store.update("/pods/a", updated, bytes("three")), Reason.NOT_FOUND);
        assertThat(done(store.create("/pods/a", bytes("again")))).isGreaterThan(deleted);
    }

    @Test
    void aListHoldsWhatIsUnderItsPrefixInTheOrderOfTheKeys() {
        for (var key : List.of("/pods/b/1", "/pods/a/2", "/podsets/a", "/pods/a/10", "/pod", "/services/a")) {
            done(store.create(key, bytes(key)));
        }

        assertThat(store.list("/pods/").entries())
                .extracting(Stored::key)
                .containsExactly("/pods/a/10", "/pods/a/2", "/pods/b/1");
        assertThat(store.list("/").entries()).hasSize(6);
        assertThat(store.list("/nodes/").entries()).isEmpty();
    }

    @Test
    void valuesAreAnyBytesOfAnySize() {
        var everyByte = new byte[256];
        IntStream.range(0, everyByte.length).forEach(i -> everyByte[i] = (byte) i);
        var large = new byte[1 << 20];
        Arrays.fill(large, (byte) 'x');
        done(store.create("/pods/bytes", everyByte));
        done(store.create("/pods/large", large));
        done(store.create("/pods/empty", new byte[0]));

        assertThat(store.get("/pods/bytes").orElseThrow().value()).isEqualTo(everyByte);
        assertThat(store.get("/pods/large").orElseThrow().value()).isEqualTo(large);
        assertThat(store.get("/pods/empty").orElseThrow().value()).isEmpty();
    }

    @Test
    void aWatchTellsWhatHasBeenSinceItsRevisionAndThenWhatComes() {
        long created = done(store.create("/pods/a", bytes("one")));
        long updated = done(store.update("/pods/a", created, bytes("two")));
        List<String> told = new CopyOnWriteArrayList<>();

        store.watch("/pods/", created, change -> told.add(text(change)));
        assertThat(told).containsExactly(updated + " /pods/a two");
        long deleted = done(store.delete("/pods/a", updated));

        assertThat(told).containsExactly(updated + " /pods/a two", deleted + " /pods/a null");
    }

    @Test
    void whoHasWrittenKnowsThatEverybodyWasTold() {
        List<Change> told = new CopyOnWriteArrayList<>();
        store.watch("/", store.revision(), told::add);

        for (int i = 0; i < 20; i++) {
            long revision = done(store.create("/pods/" + i, bytes("one")));
            assertThat(told).last().extracting(Change::revision).isEqualTo(revision);
            assertThat(store.revision()).isEqualTo(revision);
        }
    }

    @Test
    void aWatchHearsOnlyOfItsPrefixAndOnlyUntilItIsClosed() {
        List<String> told = new CopyOnWriteArrayList<>();
        var watch = store.watch("/pods/", store.revision(), change -> told.add(change.key()));

        done(store.create("/pods/a", bytes("one")));
        done(store.create("/podsets/a", bytes("one")));
        watch.close();
        done(store.create("/pods/b", bytes("one")));

        assertThat(told).containsExactly("/pods/a");
    }

    @Test
    void aWatchFromARevisionToComeHearsOfNothingBefore() {
        long now = done(store.create("/pods/a", bytes("one")));
        List<String> told = new CopyOnWriteArrayList<>();
        store.watch("/", now + 1, change -> told.add(change.key()));

        done(store.create("/pods/b", bytes("one")));
        done(store.create("/pods/c", bytes("one")));

        assertThat(told).containsExactly("/pods/c");
    }

    @Test
    void aListenerThatFailsHarmsNobodyElse() {
        List<String> told = new CopyOnWriteArrayList<>();
        store.watch("/", store.revision(), change -> {
            throw new IllegalStateException("on purpose");
        });
        store.watch("/", store.revision(), change -> told.add(change.key()));

        done(store.create("/pods/a", bytes("one")));

        assertThat(told).containsExactly("/pods/a");
    }

    @Test
    void aListAndAWatchFromItsRevisionMissNothingAndDoubleNothingWhileOthersWrite() throws Exception {
        List<Change> everything = new CopyOnWriteArrayList<>();
        store.watch("/", store.revision(), everything::add);
        List<List<Long>> seen = new CopyOnWriteArrayList<>();

        inParallel(WRITERS, writer -> {
            for (int i = 0; i < WRITES_EACH; i++) {
                done(store.create("/pods/" + writer + "/" + i, bytes("one")));
                if (i % 5 == 0) {
                    var listing = store.list("/");
                    List<Long> revisions = new CopyOnWriteArrayList<>(listing.entries().stream()
                            .map(Stored::revision)
                            .sorted()
                            .toList());
                    store.watch("/", listing.revision(), change -> revisions.add(change.revision()));
                    seen.add(revisions);
                }
            }
        });

        var all = everything.stream().map(Change::revision).toList();
        assertThat(all).hasSize(WRITERS * WRITES_EACH).isSorted().doesNotHaveDuplicates();
        assertThat(seen)
                .hasSize(WRITERS * WRITES_EACH / 5)
                .allSatisfy(revisions -> assertThat(revisions).isEqualTo(all));
    }

    @Test
    void ofWritersWithTheSameRevisionOneWins() throws Exception {
        long created = done(store.create("/pods/a", bytes("zero")));
        var won = new AtomicInteger();

        inParallel(WRITERS, writer -> {
            try {
                done(store.update("/pods/a", created, bytes("writer " + writer)));
                won.incrementAndGet();
            } catch (StoreException refused) {
                assertThat(refused.reason()).isEqualTo(Reason.CONFLICT);
            }
        });

        assertThat(won).hasValue(1);
    }

    @Test
    void noUpdateIsLostAmongWritersThatTryAgain() throws Exception {
        done(store.create("/counter", bytes("0")));

        inParallel(WRITERS, writer -> {
            for (int i = 0; i < WRITES_EACH; i++) {
                while (!increment()) {
                    // Another writer was faster; it has changed the value, so somebody always gets on.
                }
            }
        });

        assertThat(new String(store.get("/counter").orElseThrow().value(), UTF_8))
                .isEqualTo(String.valueOf(WRITERS * WRITES_EACH));
    }

    @Test
    void historyIsBoundedAndWhatIsForgottenIsGone() {
        long first = done(store.create("/pods/first", bytes("one")));
        List<CompletionStage<Long>> writes = new ArrayList<>();
        for (int i = 0; i < history() + 1; i++) {
            writes.add(store.create("/pods/" + i, bytes("one")));
        }
        writes.forEach(StoreContract::done);

        assertThatThrownBy(() -> store.watch("/", first, change -> {}))
                .isInstanceOfSatisfying(
                        StoreException.class, gone -> assertThat(gone.reason()).isEqualTo(Reason.GONE));
        List<Change> told = new CopyOnWriteArrayList<>();
        store.watch("/", first + 1, told::add);
        assertThat(told).hasSize(history());
    }

    @Test
    void aStoreThatIsOpenedAgainHoldsWhatItHeldAndGoesOnCounting() throws Exception {
        long created = done(store.create("/pods/a", bytes("one")));
        long other = done(store.create("/pods/b", bytes("one")));
        long deleted = done(store.delete("/pods/b", other));
        store.close();
        store = open();

        assertThat(store.list("/").entries())
                .singleElement()
                .satisfies(found -> assertStored(found, "/pods/a", created, "one"));
        assertThat(store.revision()).isGreaterThanOrEqualTo(deleted);
        assertNoGapSince(created, List.of(other, deleted));
        assertThat(done(store.update("/pods/a", created, bytes("two")))).isGreaterThan(deleted);
    }

    @Test
    void aClosedStoreTakesNoMoreWrites() {
        store.close();

        assertRefused(store.create("/pods/a", bytes("one")), Reason.UNAVAILABLE);
    }

    /** After a restart a store may have forgotten its history, but must say so. */
    private void assertNoGapSince(long revision, List<Long> expected) {
        List<Long> told = new CopyOnWriteArrayList<>();
        try {
            store.watch("/", revision, change -> told.add(change.revision()));
        } catch (StoreException e) {
            assertThat(e.reason()).isEqualTo(Reason.GONE);
            return;
        }
        await().untilAsserted(() -> assertThat(told).isEqualTo(expected));
    }

    private boolean increment() {
        var current = store.get("/counter").orElseThrow();
        int count = Integer.parseInt(new String(current.value(), UTF_8));
        try {
            done(store.update("/counter", current.revision(), bytes(String.valueOf(count + 1))));
            return true;
        } catch (StoreException e) {
            assertThat(e.reason()).isEqualTo(Reason.CONFLICT);
            return false;
        }
    }

    private interface Writer {
        void write(int number);
    }

    /** Runs writers that begin together, and passes on what the first of them fails with. */
    private static void inParallel(int count, Writer writer) throws Exception {
        var together = new CyclicBarrier(count);
        var threads = Executors.newFixedThreadPool(count);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                tasks.add(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    writer.write(number);
                    return null;
                });
            }
            for (var task : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                task.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Waits for a write, and throws what it was refused with. */
    protected static long done(CompletionStage<Long> write) {
        try {
            return write.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreException refused ? refused : e;
        }
    }

    private static void assertRefused(CompletionStage<Long> write, Reason reason) {
        assertThatThrownBy(() -> done(write))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static void assertStored(Stored found, String key, long revision, String value) {
        assertThat(found.key()).isEqualTo(key);
        assertThat(found.revision()).isEqualTo(revision);
        assertThat(new String(found.value(), UTF_8)).isEqualTo(value);
    }

    private static String text(Change change) {
        return change.revision() + " " + change.key() + " "
                + (change.value() == null ? null : new String(change.value(), UTF_8));
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
