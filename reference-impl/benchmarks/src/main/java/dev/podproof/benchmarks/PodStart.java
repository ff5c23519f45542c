package dev.podproof.benchmarks;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How long a pod of one container takes from its creation to Ready, beside what Docker's own command line needs on the
 * same host for the same two containers: one that holds the network, and one joined to it.
 *
 * <p>The two are measured in turn, so that both see the same noise; the raw side is timed inside the host, so that it
 * pays for no detour.
 */
@Command(name = "pod-start", description = "A pod from created to Ready, beside raw docker run on the same host.")
final class PodStart implements Callable<Integer> {
    private static final String NAMESPACE = "default";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String IMAGE = "busybox:1.36";

    /** Prints how many milliseconds the two containers took, then removes them. */
    private static final String RAW = String.join(
            "\n",
            "set -e",
            "begin=$(date +%s%N)",
            "docker run -d --name raw-pause podproof/pause:1 >/dev/null",
            "docker run -d --name raw-main --network container:raw-pause " + IMAGE + " sleep 600 >/dev/null",
            "end=$(date +%s%N)",
            "docker rm -f raw-main raw-pause >/dev/null",
            "echo $(( (end - begin) / 1000 ))");

    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "10", description = "How often each side is measured (default 10).")
    private int rounds;

    @Override
    public Integer call() throws Exception {
        try (ReferenceCluster cluster =
                ReferenceCluster.builder().name("bench-pod-start").hosts(1).build()) {
            cluster.start();
            String host = cluster.hosts().stream()
                    .filter(each -> each.role() == Role.NODE)
                    .findFirst()
                    .orElseThrow()
                    .containerId();
            try (KubernetesClient client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                    .build()) {
                measure(client, host);
            }
        }
        return 0;
    }

    private void measure(KubernetesClient client, String host) throws Exception {
        Sample pods = new Sample("pod, created to Ready");
        Sample raw = new Sample("docker run, two containers");
        podOnce(client, 0);
        rawOnce(host);
        for (int round = 1; round <= rounds; round++) {
            raw.add(rawOnce(host));
            pods.add(podOnce(client, round));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("| | median ms | min ms | max ms | rounds |");
        out.println("|---|---|---|---|---|");
        out.println(pods.row());
        out.println(raw.row());
        out.printf(Locale.ROOT, "ratio of the medians: %.2f%n", pods.ratioTo(raw));
        out.flush();
    }

    private static Duration podOnce(KubernetesClient client, int round) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("bench-" + round)
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName("main")
                .withImage(IMAGE)
                .withCommand("sleep", "600")
                .endContainer()
                .endSpec()
                .build();
        var resource =
                client.pods().inNamespace(NAMESPACE).withName(pod.getMetadata().getName());
        long begin = System.nanoTime();
        client.pods().inNamespace(NAMESPACE).resource(pod).create();
        resource.waitUntilCondition(
                each -> each != null && Readiness.isPodReady(each), LIMIT.toSeconds(), TimeUnit.SECONDS);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        resource.delete();
        resource.waitUntilCondition(each -> each == null, LIMIT.toSeconds(), TimeUnit.SECONDS);
        return took;
    }

    private static Duration rawOnce(String host) throws IOException, InterruptedException {
        var docker = Engine.connect(Environment.detect()).client();
        var output = new StringBuilder();
        var exec = docker.execCreateCmd(host)
                .withCmd("bash", "-c", RAW)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec();
        docker.execStartCmd(exec.getId()).exec(new Output(output)).awaitCompletion(60, TimeUnit.SECONDS);
        String text = output.toString().strip();
        if (!text.matches("\\d+")) {
            throw new IOException("raw docker run on the host failed: " + text);
        }
        return Duration.ofNanos(Long.parseLong(text) * 1000);
    }
}
