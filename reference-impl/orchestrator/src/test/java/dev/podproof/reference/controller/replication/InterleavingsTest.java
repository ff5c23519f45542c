package dev.podproof.reference.controller.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.testing.Components;
import dev.podproof.reference.view.ApiView;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens, in whatever order, ends at the declared number (RC-01 to RC-04). */
class InterleavingsTest {

    private static final int STEPS = 25;
    private static final int SEEDS = 2;

    private static Components cluster;
    private static Running manager;

    /** A manager with a view and threads of its own, so that it can end at any moment like a process. */
    private record Running(ClusterView view, ReplicationManager manager, List<ScheduledExecutorService> threads) {
        static Running start() {
            ClusterView view = new ApiView(cluster.client);
            List<ScheduledExecutorService> threads = List.of(cluster.newThread(), cluster.newThread());
            ReplicationManager manager = new ReplicationManager(
                    cluster.client, view, cluster.events, Clock.systemUTC(), threads.get(0), threads.get(1));
            manager.start();
            return new Running(view, manager, threads);
        }

        void crash() {
            threads.forEach(ScheduledExecutorService::shutdownNow);
            manager.close();
            view.close();
        }
    }

    @BeforeAll
    static void start() {
        cluster = new Components();
        manager = Running.start();
    }

    @AfterAll
    static void stop() {
        manager.crash();
        cluster.close();
    }

    /** Fixed ones, that a failure can be repeated, and some that nobody has tried yet. */
    static List<Long> seeds() {
        Random fresh = new Random();
        return LongStream.range(0, SEEDS)
                .map(i -> i < SEEDS / 2 ? i : fresh.nextLong())
                .boxed()
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("any interleaving of creates, deletes, relabels, scalings and crashes ends at the declared number")
    void endsAtTheDeclaredNumber(long seed) {
        Random random = new Random(seed);
        Declared web = Declared.replicas(cluster, "seed-" + Long.toHexString(seed), random.nextInt(8));
        for (int step = 0; step < STEPS; step++) {
            try {
                disturb(web, random, step);
            } catch (KubernetesClientException refused) {
                // The manager removed the pod, or wrote it, at the same moment: as good an interleaving as any.
                assertThat(refused.getCode()).isIn(404, 409);
            }
        }
        int last = random.nextInt(10);
        web.scale(last);

        web.awaitCount();

        assertThat(web.own()).hasSize(last);
        assertThat(web.pods())
                .filteredOn(pod -> "web".equals(pod.getMetadata().getLabels().get("app")))
                .hasSameElementsAs(web.own());
    }

    private static void disturb(Declared web, Random random, int step) {
        List<Pod> pods = web.pods();
        switch (random.nextInt(6)) {
            case 0 -> cluster.pod(web.namespace(), (random.nextBoolean() ? "web-" : "free-") + "by-hand-" + step);
            case 1 -> web.scale(random.nextInt(12));
            case 2 -> {
                manager.crash();
                manager = Running.start();
            }
            default -> {
                if (!pods.isEmpty()) {
                    Pod pod = pods.get(random.nextInt(pods.size()));
                    switch (random.nextInt(3)) {
                        case 0 -> cluster.client.resource(pod).delete();
                        case 1 -> web.relabel(pod, "free");
                        default -> web.relabel(pod, "web");
                    }
                }
            }
        }
    }
}
