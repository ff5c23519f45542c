package dev.podproof.benchmarks;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/** A reference cluster of one host for as long as something is measured on it. */
final class OneHost implements AutoCloseable {
    private static final int LIMIT_SECONDS = 300;

    private final ReferenceCluster cluster;
    private final KubernetesClient client;
    private final String host;

    private OneHost(ReferenceCluster cluster) {
        this.cluster = cluster;
        this.client = connect(Config.fromKubeconfig(cluster.kubeconfig().toFile()));
        this.host = cluster.hosts().stream()
                .filter(each -> each.role() == Role.NODE)
                .findFirst()
                .orElseThrow()
                .containerId();
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

    KubernetesClient client() {
        return client;
    }

    /** Runs a command inside the host and gives back what it printed, on both of its streams. */
    String run(String... command) throws IOException, InterruptedException {
        var docker = Engine.connect(Environment.detect()).client();
        var output = new StringBuilder();
        var exec = docker.execCreateCmd(host)
                .withCmd(command)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec();
        docker.execStartCmd(exec.getId()).exec(new Output(output)).awaitCompletion(LIMIT_SECONDS, TimeUnit.SECONDS);
        Long code = docker.inspectExecCmd(exec.getId()).exec().getExitCodeLong();
        if (code == null || code != 0) {
            throw new IOException(String.join(" ", command) + " on the host ended with " + code + ": " + output);
        }
        return output.toString().strip();
    }

    /** Runs a command that prints how many microseconds something took. */
    long micros(String... command) throws IOException, InterruptedException {
        String text = run(command);
        if (!text.matches("\\d+")) {
            throw new IOException("not a number of microseconds: " + text);
        }
        return Long.parseLong(text);
    }

    /** Puts an archive's files into a directory of the host. */
    void copy(InputStream tar, String directory) throws IOException {
        Engine.connect(Environment.detect())
                .client()
                .copyArchiveToContainerCmd(host)
                .withTarInputStream(tar)
                .withRemotePath(directory)
                .exec();
    }

    @Override
    public void close() {
        client.close();
        cluster.stop();
    }
}
