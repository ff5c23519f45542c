package dev.podproof.reference.main;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives memory back after a rush. The Java machine takes from its host what a rush needs, and would look for what can be given back when
 * the next one comes: until then the pods beside it lack it. Nobody is held up while there is much to do.
 */
final class SpareMemory {
    private static final long BETWEEN_LOOKS_SECONDS = 10;
    /** So much more than after the last time is worth the pause, which is that of one collection. */
    static final long WORTH_BYTES = 64L << 20;
    /** In a time without a rush, the young objects are collected about as often. */
    static final long COLLECTIONS_OF_A_CALM = 2;

    private final LongSupplier taken;
    private final LongSupplier collections;
    private final Runnable giveBack;
    private long least;
    private long seen;

    /**
     * @param taken from the host, bytes
     * @param collections how many there have been
     */
    SpareMemory(LongSupplier taken, LongSupplier collections, Runnable giveBack) {
        this.taken = taken;
        this.collections = collections;
        this.giveBack = giveBack;
        this.least = taken.getAsLong();
        this.seen = collections.getAsLong();
    }

    /** That of this process. */
    static SpareMemory ofThisProcess() {
        return new SpareMemory(Runtime.getRuntime()::totalMemory, SpareMemory::countCollections, System::gc);
    }

    void start(ScheduledExecutorService thread) {
        Future<?> unused = thread.scheduleWithFixedDelay(
                this::look, BETWEEN_LOOKS_SECONDS, BETWEEN_LOOKS_SECONDS, TimeUnit.SECONDS);
    }

    void look() {
        long before = seen;
        seen = collections.getAsLong();
        if (seen - before < COLLECTIONS_OF_A_CALM && taken.getAsLong() >= least + WORTH_BYTES) {
            giveBack.run();
            least = taken.getAsLong();
            seen = collections.getAsLong();
        }
    }

    private static long countCollections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
