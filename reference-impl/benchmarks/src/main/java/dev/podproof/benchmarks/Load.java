package dev.podproof.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Requests over a few connections at once, each sent when the answer to the one before is there. */
final class Load {
    private static final int CONNECTIONS = 16;

    private Load() {}

    /**
     * Sends numbered requests and gives how many were answered a second.
     *
     * @throws IOException if one is answered with another status than {@code expected}
     */
    static double perSecond(ApiSide side, int first, int count, int expected, IntFunction<byte[]> request)
            throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger(first);
        List<Wire> wires = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                wires.add(new Wire(side));
            }
            List<Callable<Void>> tasks = new ArrayList<>();
            for (Wire wire : wires) {
                tasks.add(() -> {
                    for (int number = next.getAndIncrement(); number < first + count; number = next.getAndIncrement()) {
                        int status = wire.exchange(request.apply(number));
                        if (status != expected) {
                            throw new IOException(side.name() + " answered " + status + " instead of " + expected);
                        }
                    }
                    return null;
                });
            }
            long begin = System.nanoTime();
            for (var task : threads.invokeAll(tasks)) {
                task.get();
            }
            return count / (Duration.ofNanos(System.nanoTime() - begin).toNanos() / 1e9);
        } catch (ExecutionException failed) {
            throw new IOException(
                    "load on " + side.name() + " failed: " + failed.getCause().getMessage(), failed);
        } finally {
            threads.shutdownNow();
            wires.forEach(Wire::close);
        }
    }
}
