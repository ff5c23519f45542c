package dev.podproof.benchmarks;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A host that joins a cluster which runs, and a pod that has waited for it: how long until the pod is reached from every other host. */
final class Joining {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String LABEL = "kubernetes.io/hostname";

    private final ReferenceCluster cluster;
    private final KubernetesClient client;
    private final DockerClient docker = Engine.connect(Environment.detect()).client();

    Joining(ReferenceCluster cluster, KubernetesClient client) {
        this.cluster = cluster;
        this.client = client;
    }

    /** From the start of the host's container, whose Engine and agent start with it. */
    Duration measure(List<LinkEnd> others) {
        String name = "host-" + (client.nodes().list().getItems().size() + 1);
        Pod waiting = new PodBuilder(Pods.sleeper("on-" + name))
                .editSpec()
                .addToNodeSelector(LABEL, name)
                .endSpec()
                .build();
        client.pods().inNamespace(Pods.NAMESPACE).resource(waiting).create();
        CompletableFuture<Instant> reached = CompletableFuture.supplyAsync(() -> reached("on-" + name, others));
        String added = cluster.addHost();
        Instant end = reached.join();
        return Duration.between(startOf(added), end);
    }

    /** By a watch: who asks again and again takes from the joining host's processor. */
    private Instant reached(String pod, List<LinkEnd> others) {
        String address = client.pods()
                .inNamespace(Pods.NAMESPACE)
                .withName(pod)
                .waitUntilCondition(
                        now -> now != null && now.getStatus().getPodIP() != null, LIMIT.toSeconds(), TimeUnit.SECONDS)
                .getStatus()
                .getPodIP();
        for (LinkEnd other : others) {
            Polling.await(address + " to be reached", LIMIT, PAUSE).until(() -> other.reaches(address));
        }
        return Instant.now();
    }

    private Instant startOf(String host) {
        return Instant.parse(docker.inspectContainerCmd("bench-network-" + host)
                .exec()
                .getState()
                .getStartedAt());
    }
}
