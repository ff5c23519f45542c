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
    /** So much more than at first is worth the pause, which is that of one collection. */
    static final long WORTH_BYTES = 64L << 20;
    /** In a time without a rush, the young objects are collected about as often. */
    static final long COLLECTIONS_OF_A_CALM = 2;

    private static final int MOST_LOOKS_TO_WAIT = 60;

    private final LongSupplier taken;
    private final LongSupplier collections;
    private final Runnable giveBack;
    private final long atFirst;
    private long seen;
    private long left;
    private int looksToWait;
    private int waited;

    /**
     * @param taken from the host, bytes
     * @param collections how many there have been
     */
    SpareMemory(LongSupplier taken, LongSupplier collections, Runnable giveBack) {
        this.taken = taken;
        this.collections = collections;
        this.giveBack = giveBack;
        this.atFirst = taken.getAsLong();
        this.left = atFirst;
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

    /** What could not be given back is still in use, or was when it was tried: it is tried again later, and ever more rarely. */
    void look() {
        long before = seen;
        seen = collections.getAsLong();
        long now = taken.getAsLong();
        if (now < atFirst + WORTH_BYTES || now >= left + WORTH_BYTES) {
            looksToWait = 0;
        }
        if (seen - before < COLLECTIONS_OF_A_CALM && now >= atFirst + WORTH_BYTES && waited++ >= looksToWait) {
            giveBack.run();
            left = taken.getAsLong();
            seen = collections.getAsLong();
            looksToWait = Math.min(MOST_LOOKS_TO_WAIT, 2 * looksToWait + 1);
            waited = 0;
        }
    }

    private static long countCollections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
