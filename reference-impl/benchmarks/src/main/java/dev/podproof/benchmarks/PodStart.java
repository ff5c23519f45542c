package dev.podproof.benchmarks;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How long a pod of one container takes from its creation to Ready, beside what Docker's own command line needs on the
 * same host for the same two containers (one that holds the network, and one joined to it), and beside another cluster.
 *
 * <p>All are measured in turn, so that they see the same noise; the raw side is timed inside the host, so that it pays for
 * no detour.
 */
@Command(name = "pod-start", description = "A pod from created to Ready, beside raw docker run on the same host.")
final class PodStart implements Callable<Integer> {

    /**
     * Prints how many microseconds the two containers took, then removes them. The first is on the pods' network, as a pod is:
     * the hosts' Engine has no other, so that a container which names none would have none to be connected to.
     */
    private static final String RAW = String.join(
            "\n",
            "set -e",
            "begin=$(date +%s%N)",
            "docker run -d --name raw-pause --network $0 podproof/pause:1 >/dev/null",
            "docker run -d --name raw-main --network container:raw-pause " + Pods.IMAGE + " sleep 600 >/dev/null",
            "end=$(date +%s%N)",
            "docker rm -f raw-main raw-pause >/dev/null",
            "echo $(( (end - begin) / 1000 ))");

    private static final String POD_NETWORK = "podproof";

    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "10", description = "How often each side is measured (default 10).")
    private int rounds;

    @Option(names = "--beside", description = "Another cluster to measure in turn: its kubeconfig.")
    private Optional<Path> beside;

    @Override
    public Integer call() throws Exception {
        try (OneHost host = OneHost.start("bench-pod-start")) {
            if (beside.isEmpty()) {
                measure(host, Optional.empty());
                return 0;
            }
            try (KubernetesClient other =
                    OneHost.connect(Config.fromKubeconfig(beside.get().toFile()))) {
                measure(host, Optional.of(other));
            }
        }
        return 0;
    }

    private void measure(OneHost host, Optional<KubernetesClient> other) throws Exception {
        Sample pods = new Sample("pod, created to Ready");
        Sample raw = new Sample("docker run, two containers");
        Sample unconnected = new Sample("the same without a network");
        Sample others = new Sample("pod of the other cluster");
        once(host.client(), 0);
        raw(host, POD_NETWORK);
        if (other.isPresent()) {
            once(other.get(), 0);
        }
        for (int round = 1; round <= rounds; round++) {
            raw.add(raw(host, POD_NETWORK));
            unconnected.add(raw(host, "none"));
            pods.add(once(host.client(), round));
            if (other.isPresent()) {
                others.add(once(other.get(), round));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(Sample.HEADER);
        out.println(pods.row());
        out.println(raw.row());
        out.println(unconnected.row());
        other.ifPresent(measured -> out.println(others.row()));
        out.printf(
                Locale.ROOT,
                "pod : docker run, ratio of the medians: %.2f; without a network %.2f%n",
                pods.ratioTo(raw),
                pods.ratioTo(unconnected));
        other.ifPresent(measured -> out.printf(
                Locale.ROOT, "pod : pod of the other cluster, ratio of the medians: %.2f%n", pods.ratioTo(others)));
        out.flush();
    }

    private static Duration raw(OneHost host, String network) throws Exception {
        return Duration.ofNanos(host.micros("bash", "-c", RAW, network) * 1_000);
    }

    private static Duration once(KubernetesClient client, int round) throws Exception {
        Pod pod = Pods.sleeper("bench-" + round);
        try (Pods.ReadyWatch watch = new Pods.ReadyWatch(client, 1)) {
            long begin = System.nanoTime();
            client.pods().inNamespace(Pods.NAMESPACE).resource(pod).create();
            watch.await();
            return Duration.ofNanos(System.nanoTime() - begin);
        } finally {
            Pods.deleteAll(client);
        }
    }
}
