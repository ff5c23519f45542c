package dev.podproof.benchmarks;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A replication controller that is scaled from 0 to many pods on several hosts, beside as many pairs of containers that
 * {@link RawPairs} starts on the same hosts, as many at a time as each host's agent does, and beside another cluster.
 */
@Command(name = "rc-scale", description = "A controller from 0 to 100 pods, beside the same containers by docker-java.")
final class RcScale implements Callable<Integer> {
    private static final String NAME = "scaled";
    /** An agent's own number. */
    private static final int AT_ONCE = 8;

    private static final int WARM_UP = 6;

    @Spec
    private CommandSpec spec;

    @Option(names = "--hosts", defaultValue = "3", description = "How many hosts (default: ${DEFAULT-VALUE}).")
    private int hosts;

    @Option(names = "--pods", defaultValue = "100", description = "How many pods (default: ${DEFAULT-VALUE}).")
    private int pods;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "How often each side is measured (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--beside", description = "Another cluster to measure in turn: its kubeconfig.")
    private Optional<Path> beside;

    @Override
    public Integer call() throws Exception {
        Sample ours = new Sample(pods + " pods, all ready");
        Sample raw = new Sample(2 * pods + " containers by docker-java");
        Sample others = new Sample("pods of the other cluster");
        try (ReferenceCluster cluster =
                ReferenceCluster.builder().name("bench-rc-scale").hosts(hosts).build()) {
            cluster.start();
            List<OnHost> nodes = OnHost.all(cluster, Role.NODE);
            for (OnHost node : nodes) {
                RawStarts.copyTo(node);
            }
            try (KubernetesClient client = connect(cluster.kubeconfig())) {
                Replicated own = warm(client);
                Optional<Replicated> other = beside.map(RcScale::connect).map(RcScale::warm);
                for (int round = 0; round < rounds; round++) {
                    raw.add(raw(nodes));
                    ours.add(scale(own));
                    if (other.isPresent()) {
                        others.add(scale(other.get()));
                    }
                }
                other.ifPresent(RcScale::remove);
            }
        }
        say(ours, raw, others);
        return 0;
    }

    private void say(Sample ours, Sample raw, Sample others) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Sample.HEADER);
        out.println(ours.row());
        out.println(raw.row());
        out.printf(Locale.ROOT, "ratio of the medians: %.2f%n", ours.ratioTo(raw));
        if (others.size() > 0) {
            out.println(others.row());
            out.printf(Locale.ROOT, "ratio to the other cluster: %.2f%n", ours.ratioTo(others));
        }
        out.flush();
    }

    private static KubernetesClient connect(Path kubeconfig) {
        return OneHost.connect(Config.fromKubeconfig(kubeconfig.toFile()));
    }

    private static Replicated warm(KubernetesClient client) {
        Replicated controller = new Replicated(client, NAME).declare(WARM_UP, 0);
        controller.awaitReady(WARM_UP);
        toNone(controller);
        return controller;
    }

    private Duration scale(Replicated controller) {
        long begin = System.nanoTime();
        controller.scale(pods);
        controller.awaitReady(pods);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        toNone(controller);
        return took;
    }

    private static void toNone(Replicated controller) {
        controller.scale(0);
        controller.awaitPods("no pods", List::isEmpty);
    }

    private static void remove(Replicated controller) {
        controller
                .client()
                .replicationControllers()
                .inNamespace(Pods.NAMESPACE)
                .withName(controller.name())
                .delete();
        controller.client().close();
    }

    /** All hosts at the same time, each its share; the last one counts. */
    private Duration raw(List<OnHost> nodes) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            List<Future<Duration>> shares = new ArrayList<>();
            for (int index = 0; index < nodes.size(); index++) {
                OnHost node = nodes.get(index);
                int share = pods / nodes.size() + (index < pods % nodes.size() ? 1 : 0);
                shares.add(threads.submit(() -> RawStarts.on(node, share, AT_ONCE)));
            }
            Duration longest = Duration.ZERO;
            for (Future<Duration> share : shares) {
                Duration took = share.get();
                longest = took.compareTo(longest) > 0 ? took : longest;
            }
            return longest;
        } finally {
            threads.shutdownNow();
        }
    }
}
