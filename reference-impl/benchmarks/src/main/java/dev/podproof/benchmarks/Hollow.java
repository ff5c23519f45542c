package dev.podproof.benchmarks;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A master with a thousand hosts and ten thousand pods. The hosts are {@link HollowHosts} in a process of their own, so that the
 * master is measured alone; pods are made by replication controllers, a step at a time, each from the request until all run.
 */
@Command(name = "hollow", description = "The master with many hollow hosts, and pods made by replication controllers.")
final class Hollow implements Callable<Integer> {
    private static final String NAMESPACE = Pods.NAMESPACE;
    private static final long TOLERATED_SECONDS = 300;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    @Spec
    private CommandSpec spec;

    @Option(names = "--hosts", defaultValue = "1000", description = "How many hosts (default: ${DEFAULT-VALUE}).")
    private int hosts;

    @Option(
            names = "--pods",
            defaultValue = "10000",
            description = "How many pods at the end (default: ${DEFAULT-VALUE}).")
    private int pods;

    @Option(names = "--step", defaultValue = "1000", description = "Pods made at a time (default: ${DEFAULT-VALUE}).")
    private int step;

    @Option(
            names = "--per-controller",
            defaultValue = "100",
            description = "Pods of each replication controller (default: ${DEFAULT-VALUE}).")
    private int perController;

    @Option(
            names = "--warm-up",
            defaultValue = "3000",
            description = "Pods made and removed first (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--heap",
            defaultValue = "1g",
            description = "The master's largest heap (default: ${DEFAULT-VALUE}).")
    private String heap;

    @Option(names = "--plot", paramLabel = "FILE", description = "Where to draw the figures, as SVG.")
    private Path plot;

    @Option(names = "--master-flags", description = "More flags for the master's Java machine, apart by spaces.")
    private String masterFlags = "";

    /**
     * What one step came to.
     *
     * @param writes how far the cluster's revision went, heartbeats and events included
     */
    record Step(
            int pods, double seconds, int made, double masterSeconds, double hostSeconds, long writes, long memory) {
        double perSecond() {
            return made / seconds;
        }
    }

    @Override
    public Integer call() throws Exception {
        try (HollowCluster cluster = HollowCluster.start(hosts, heap, masterFlags)) {
            Instant begun = Instant.now();
            cluster.awaitHosts(hosts, this::say);
            say("%d hosts are ready after %d s; master %d MiB"
                    .formatted(
                            hosts,
                            Duration.between(begun, Instant.now()).toSeconds(),
                            cluster.master().residentMebibytes()));
            KubernetesClient client = cluster.client();
            if (warmUp > 0) {
                new Replicated(client, "warm-up").declare(warmUp, TOLERATED_SECONDS);
                awaitReady(cluster, warmUp);
                client.replicationControllers().inNamespace(NAMESPACE).delete();
                awaitNoPods(client);
            }
            say("| pods | pods/s | ms per pod | master's processor, ms per pod | hosts' processor, ms per pod"
                    + " | writes per pod | master, MiB |");
            say("|---|---|---|---|---|---|---|");
            List<Step> steps = new ArrayList<>();
            while (steps.size() * step < pods) {
                Step done = step(cluster, steps.size());
                steps.add(done);
                say(row(done));
                if (plot != null) {
                    Files.writeString(plot, HollowPlot.of(steps, hosts));
                }
            }
            summarize(cluster, steps);
        }
        return 0;
    }

    private Step step(HollowCluster cluster, int number) {
        double master = cluster.master().processorSeconds();
        double nodes = cluster.nodes().processorSeconds();
        long revision = revision(cluster);
        long begin = System.nanoTime();
        for (int made = 0; made < step; made += perController) {
            new Replicated(cluster.client(), "step-" + number + "-" + made)
                    .declare(Math.min(perController, step - made), TOLERATED_SECONDS);
        }
        awaitReady(cluster, (number + 1) * step);
        return new Step(
                (number + 1) * step,
                (System.nanoTime() - begin) / 1e9,
                step,
                cluster.master().processorSeconds() - master,
                cluster.nodes().processorSeconds() - nodes,
                revision(cluster) - revision,
                cluster.master().residentMebibytes());
    }

    private static long revision(HollowCluster cluster) {
        return Long.parseLong(cluster.client()
                .replicationControllers()
                .inNamespace(NAMESPACE)
                .list()
                .getMetadata()
                .getResourceVersion());
    }

    /** By the controllers' own counts: they are few to ask for, and they count what runs and is ready. */
    private static void awaitReady(HollowCluster cluster, int wanted) {
        Polling.await(wanted + " ready pods", LIMIT, PAUSE)
                .until(
                        () -> {
                            cluster.requireRunning();
                            return cluster
                                    .client()
                                    .replicationControllers()
                                    .inNamespace(NAMESPACE)
                                    .list()
                                    .getItems()
                                    .stream()
                                    .mapToInt(Replicated::ready)
                                    .sum();
                        },
                        ready -> ready >= wanted);
    }

    private static void awaitNoPods(KubernetesClient client) {
        Polling.await("no pods", LIMIT, PAUSE)
                .until(() ->
                        client.pods().inNamespace(NAMESPACE).list().getItems().isEmpty());
    }

    private void summarize(HollowCluster cluster, List<Step> steps) {
        double seconds = steps.stream().mapToDouble(Step::seconds).sum();
        Step first = steps.get(0);
        Step last = steps.get(steps.size() - 1);
        say("%d pods in %.1f s: %.0f pods/s; time per pod of the last step to the first: %.2f; master at most %d MiB"
                .formatted(
                        last.pods(),
                        seconds,
                        last.pods() / seconds,
                        last.seconds() / first.seconds(),
                        cluster.master().peakMebibytes()));
    }

    private static String row(Step step) {
        return String.format(
                Locale.ROOT,
                "| %d | %.0f | %.2f | %.2f | %.2f | %.1f | %d |",
                step.pods(),
                step.perSecond(),
                1_000 / step.perSecond(),
                1_000 * step.masterSeconds() / step.made(),
                1_000 * step.hostSeconds() / step.made(),
                (double) step.writes() / step.made(),
                step.memory());
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
