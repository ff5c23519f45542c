package dev.podproof.reference.apiserver;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Whether this process has hardly any memory left, when all that nobody uses was cleared away. */
final class MemoryGauge implements BooleanSupplier {

    private static final double WORTH_A_LOOK = 0.7;
    private static final double SHORT = 0.85;
    private static final long BETWEEN_COLLECTIONS_NANOS = 10_000_000_000L;

    private final Runtime runtime = Runtime.getRuntime();
    private final Executor collector;
    private final AtomicLong lastAsked = new AtomicLong(System.nanoTime() - BETWEEN_COLLECTIONS_NANOS);

    /** @param collector where memory is cleared, so that it is found out when it is no longer short */
    MemoryGauge(Executor collector) {
        this.collector = collector;
    }

    @Override
    public boolean getAsBoolean() {
        long used = runtime.totalMemory() - runtime.freeMemory();
        // The rest takes classes to be loaded that are needed for nothing else.
        if (used < WORTH_A_LOOK * runtime.maxMemory()) {
            return false;
        }
        boolean isShort = Pool.TENURED.map(MemoryGauge::isShort).orElse(false);
        if (isShort) {
            collectSoon();
        }
        return isShort;
    }

    private static boolean isShort(MemoryPoolMXBean pool) {
        var afterCollection = pool.getCollectionUsage();
        return afterCollection != null && afterCollection.getUsed() > SHORT * afterCollection.getMax();
    }

    /** The figure is as old as the last collection of everything, and nobody who deletes causes another one. */
    private void collectSoon() {
        long now = System.nanoTime();
        long last = lastAsked.get();
        if (now - last > BETWEEN_COLLECTIONS_NANOS && lastAsked.compareAndSet(last, now)) {
            collector.execute(runtime::gc);
        }
    }

    private static final class Pool {
        /** Where what lives long comes to lie. */
        static final Optional<MemoryPoolMXBean> TENURED = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .filter(MemoryPoolMXBean::isUsageThresholdSupported)
                .filter(pool -> pool.getUsage().getMax() > 0)
                .findFirst();
    }
}
