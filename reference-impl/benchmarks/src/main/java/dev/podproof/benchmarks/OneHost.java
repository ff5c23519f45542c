package dev.podproof.benchmarks;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;

/** A reference cluster of one host for as long as something is measured on it. */
final class OneHost implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final ReferenceCluster cluster;
    private final KubernetesClient client;
    private final OnHost host;

    private OneHost(ReferenceCluster cluster) {
        this.cluster = cluster;
        this.client = connect(Config.fromKubeconfig(cluster.kubeconfig().toFile()));
        this.host = OnHost.first(cluster, Role.NODE);
    }

    static OneHost start(String name) {
        ReferenceCluster cluster =
                ReferenceCluster.builder().name(name).hosts(1).build();
        cluster.start();
        return new OneHost(cluster);
    }

    static KubernetesClient connect(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    OnHost host() {
        return host;
    }

    KubernetesClient client() {
        return client;
    }

    /** Runs a command inside the host and gives back what it printed, on both of its streams. */
    String run(String... command) throws IOException, InterruptedException {
        return host.exec(LIMIT, command);
    }

    /** Runs a command that prints how many microseconds something took. */
    long micros(String... command) throws IOException, InterruptedException {
        String text = run(command);
        if (!text.matches("\\d+")) {
            throw new IOException("not a number of microseconds: " + text);
        }
        return Long.parseLong(text);
    }

    @Override
    public void close() {
        client.close();
        cluster.stop();
    }
}
