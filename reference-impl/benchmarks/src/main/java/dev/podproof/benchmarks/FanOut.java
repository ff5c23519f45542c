package dev.podproof.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Writes, and how long each takes until the last of many watchers has it. */
final class FanOut {
    private static final int WATCHERS = 200;

    private FanOut() {}

    /**
     * Measures from just before a write is sent until the last watcher has read it.
     *
     * @param warmUp how many writes come before those that count
     */
    static Sample measure(ApiSide side, String namespace, int warmUp, int writes)
            throws IOException, InterruptedException {
        Sample sample = new Sample(side.name());
        String path = "/api/v1/namespaces/" + namespace + "/configmaps";
        byte[] watch = side.request("GET", path + "?watch=true&timeoutSeconds=600&resourceVersion=0", null, null);
        List<Wire> wires = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(WATCHERS);
        try (Wire writer = new Wire(side)) {
            for (int i = 0; i < WATCHERS; i++) {
                Wire wire = new Wire(side);
                wires.add(wire);
                wire.send(watch);
                expect(200, wire.head());
            }
            for (int i = 0; i < warmUp + writes; i++) {
                Duration took = once(side, path, writer, wires, threads, "fan-out-" + System.nanoTime());
                if (i >= warmUp) {
                    sample.add(took);
                }
            }
            return sample;
        } catch (ExecutionException failed) {
            throw new IOException(
                    "fan-out on " + side.name() + " failed: "
                            + failed.getCause().getMessage(),
                    failed);
        } finally {
            threads.shutdownNow();
            wires.forEach(Wire::close);
        }
    }

    private static Duration once(
            ApiSide side, String path, Wire writer, List<Wire> wires, ExecutorService threads, String name)
            throws IOException, InterruptedException, ExecutionException {
        CountDownLatch listening = new CountDownLatch(wires.size());
        List<Future<Long>> arrivals = new ArrayList<>();
        for (Wire wire : wires) {
            arrivals.add(threads.submit(() -> {
                listening.countDown();
                wire.awaitText("\"name\":\"" + name + "\"");
                return System.nanoTime();
            }));
        }
        listening.await(10, TimeUnit.SECONDS);
        String body = "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                + "\"},\"data\":{\"a\":\"" + "x".repeat(500) + "\"}}";
        byte[] create = side.request("POST", path, "application/json", body);
        long begin = System.nanoTime();
        expect(201, writer.exchange(create));
        long last = begin;
        for (var arrival : arrivals) {
            last = Math.max(last, arrival.get());
        }
        return Duration.ofNanos(last - begin);
    }

    private static void expect(int status, int got) throws IOException {
        if (got != status) {
            throw new IOException("answered " + got + " instead of " + status);
        }
    }
}
