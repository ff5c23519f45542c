package dev.podproof.reference.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What takes minutes on hosts, in a moment. */
@Isolated("its time passes while it works, and others would slow its work down")
class SimulatedClusterTest {
    private static final int REPLICAS = 6;
    private static final Duration GRACE = Duration.ofSeconds(10);
    /** What a pod that says nothing tolerates. */
    private static final Duration TOLERATED = Duration.ofMinutes(5);

    @TempDir
    Path data;

    @Test
    void a_lost_hosts_pods_stay_for_the_five_minutes_that_they_tolerate_and_are_then_run_elsewhere() {
        try (SimulatedCluster cluster = new SimulatedCluster(data, 3)) {
            declare(cluster);
            long before = on(cluster, "host-1");
            assertThat(before).isPositive();

            cluster.stop("host-1");
            Duration noticed = cluster.advanceUntil(
                    "the host is not ready", GRACE.plusSeconds(5), () -> cluster.readyHosts() == 2);
            assertThat(noticed).isGreaterThanOrEqualTo(GRACE.minusSeconds(3));
            cluster.advance(TOLERATED.minusSeconds(5));
            assertThat(on(cluster, "host-1")).isEqualTo(before);
            cluster.advanceUntil(
                    "all run elsewhere",
                    Duration.ofSeconds(10),
                    () -> ready(cluster) == REPLICAS && on(cluster, "host-1") == 0);

            cluster.start("host-1");
            cluster.advanceUntil(
                    "it is back, with no pod too many",
                    Duration.ofSeconds(30),
                    () -> cluster.readyHosts() == 3 && pods(cluster).size() == REPLICAS);
        }
    }

    @Test
    void a_host_that_has_promised_to_live_for_ever_is_found_lost_like_any_other() {
        try (SimulatedCluster cluster = new SimulatedCluster(data, 2)) {
            cluster.advanceUntil(
                    "both hosts have a lease",
                    GRACE,
                    () -> cluster.client
                                    .leases()
                                    .inNamespace("kube-node-lease")
                                    .list()
                                    .getItems()
                                    .size()
                            == 2);
            cluster.stop("host-1");
            cluster.client
                    .leases()
                    .inNamespace("kube-node-lease")
                    .withName("host-1")
                    .edit(lease -> new LeaseBuilder(lease)
                            .editSpec()
                            .withRenewTime(ZonedDateTime.parse("9999-12-31T00:00:00Z"))
                            .withLeaseDurationSeconds(Integer.MAX_VALUE)
                            .endSpec()
                            .build());

            cluster.advanceUntil("the host is not ready", GRACE.plusSeconds(5), () -> cluster.readyHosts() == 1);
        }
    }

    @Test
    void nobody_is_evicted_while_more_than_half_of_the_hosts_are_silent() {
        try (SimulatedCluster cluster = new SimulatedCluster(data, 3)) {
            declare(cluster);

            cluster.stop("host-1");
            cluster.stop("host-2");
            cluster.advance(GRACE.plus(TOLERATED).plusSeconds(30));

            assertThat(pods(cluster))
                    .hasSize(REPLICAS)
                    .allMatch(pod -> pod.getMetadata().getDeletionTimestamp() == null);
        }
    }

    private static void declare(SimulatedCluster cluster) {
        cluster.client
                .resource(new ReplicationControllerBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(REPLICAS)
                        .addToSelector("app", "web")
                        .withNewTemplate()
                        .withNewMetadata()
                        .addToLabels("app", "web")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage("busybox:1.36")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        cluster.advanceUntil("all run", Duration.ofSeconds(60), () -> ready(cluster) == REPLICAS);
    }

    private static List<Pod> pods(SimulatedCluster cluster) {
        return cluster.client.pods().inNamespace("default").list().getItems();
    }

    private static long on(SimulatedCluster cluster, String host) {
        return pods(cluster).stream()
                .filter(pod -> host.equals(pod.getSpec().getNodeName()))
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .count();
    }

    private static long ready(SimulatedCluster cluster) {
        Integer ready = cluster.client
                .replicationControllers()
                .inNamespace("default")
                .withName("web")
                .get()
                .getStatus()
                .getReadyReplicas();
        return ready == null ? 0 : ready;
    }
}
