package dev.podproof.benchmarks;

import dev.podproof.hosts.Host;
import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Our API server, as it is run in its host's container, beside another one: same objects, same client, in turn.
 *
 * <p>Pods name a scheduler that nobody is, so that they stay what they are and no host starts them.
 */
@Command(name = "api", description = "The API server beside another one, such as a real kube-apiserver.")
final class Api implements Callable<Integer> {
    private static final int LISTED = 500;
    private static final int CREATED = 1_000;
    private static final int SETTLE_SECONDS = 20;
    private static final int WARM_UP_ROUNDS = 2;
    private static final List<Integer> SIZES = List.of(100, 1_000, 10_000);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--beside",
            paramLabel = "KUBECONFIG",
            description = "The other API server; its user needs a token.")
    private Path beside;

    @Option(names = "--rounds", defaultValue = "3", description = "How often each is measured (default 3).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "5", description = "How long reads are repeated each time (default 5).")
    private int seconds;

    @Option(names = "--sizes", description = "Also measure at 100, 1,000 and 10,000 pods.")
    private boolean sizes;

    private final List<ApiSide> sides = new ArrayList<>();
    private String container = "";

    private interface Measurement {
        double of(ApiSide side, int round) throws IOException, InterruptedException;
    }

    @Override
    public Integer call() throws Exception {
        try (ReferenceCluster cluster =
                ReferenceCluster.builder().name("bench-api").hosts(1).build()) {
            cluster.start();
            Host master = cluster.hosts().stream()
                    .filter(host -> host.role() == Role.MASTER)
                    .findFirst()
                    .orElseThrow();
            container = master.containerId();
            // Not through the published port, whose proxy would be measured too.
            URI direct = URI.create("https://" + master.address() + ":6443");
            sides.add(ApiSide.of("podproof", cluster.kubeconfig(), direct));
            if (beside != null) {
                sides.add(ApiSide.of("beside", beside, null));
            }
            memory("at rest");
            for (ApiSide side : sides) {
                new Fixture(side).fill("bench-list", LISTED);
                new Fixture(side).namespace("bench-create");
                new Fixture(side).namespace("bench-fan-out");
            }
            measure();
            memory("afterwards");
            if (sizes) {
                grow();
            }
        }
        return 0;
    }

    private void measure() throws IOException, InterruptedException {
        String pods = "/api/v1/namespaces/bench-list/pods";
        say("| | " + String.join(" | ", sides.stream().map(ApiSide::name).toList()) + " | ratio |");
        say("|---|" + "---|".repeat(sides.size() + 1));
        row("GET of a pod, 1/s", (side, round) -> Wrk.perSecond(side, pods + "/" + Fixture.name(7), seconds));
        row("LIST of 500 pods, 1/s", (side, round) -> Wrk.perSecond(side, pods, seconds));
        row("create a pod, 1/s", (side, round) -> new Fixture(side).creates("bench-create", round * CREATED, CREATED));
        row(
                "fan-out to 200, ms",
                (side, round) ->
                        FanOut.measure(side, "bench-fan-out", 5, 20).median().toNanos() / 1e6);
    }

    private void row(String name, Measurement measurement) throws IOException, InterruptedException {
        List<List<Double>> figures = new ArrayList<>();
        sides.forEach(side -> figures.add(new ArrayList<>()));
        for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
            for (int i = 0; i < sides.size(); i++) {
                double figure = measurement.of(sides.get(i), round);
                if (round >= WARM_UP_ROUNDS) {
                    figures.get(i).add(figure);
                }
            }
        }
        StringBuilder row = new StringBuilder("| " + name);
        figures.forEach(each -> row.append(String.format(Locale.ROOT, " | %.1f", median(each))));
        double ratio = median(figures.get(0)) / median(figures.get(figures.size() - 1));
        say(row + String.format(Locale.ROOT, " | %.2f |", ratio));
    }

    /** What a request costs among more and more objects that it does not concern. */
    private void grow() throws IOException, InterruptedException {
        for (int size : SIZES) {
            for (ApiSide side : sides) {
                new Fixture(side).fill("bench-size-" + size, size);
            }
            String pod = "/api/v1/namespaces/bench-size-" + size + "/pods/" + Fixture.name(size / 2);
            row("GET at " + size + " pods, 1/s", (side, round) -> Wrk.perSecond(side, pod, seconds));
            row(
                    "create at " + size + " pods, 1/s",
                    (side, round) ->
                            new Fixture(side).creates("bench-create", 1_000 * (1_000 + size) + round * 200, 200));
        }
        memory("at " + SIZES.get(SIZES.size() - 1) + " pods");
    }

    private void memory(String when) throws InterruptedException {
        // Memory at rest: what is measured is a server that nobody has asked for a while.
        Thread.sleep(SETTLE_SECONDS * 1000L);
        say("memory " + when + ", MiB: podproof master "
                + text(Residents.mebibytesIn(container, "java", "podproof-orchestrator.jar", " master "))
                + "; kube-apiserver " + text(Residents.mebibytes("kube-apiserver", "--etcd-servers"))
                + ", with its etcd, controllers and scheduler "
                + text(
                        Residents.mebibytes("kube-apiserver", "--etcd-servers"),
                        Residents.mebibytes("etcd", "--data-dir", "/var/etcd"),
                        Residents.mebibytes("kube-controller-manager", "--kubeconfig"),
                        Residents.mebibytes("kube-scheduler", "--kubeconfig")));
    }

    private static String text(OptionalLong... sizes) {
        long sum = 0;
        for (OptionalLong size : sizes) {
            if (size.isEmpty()) {
                return "-";
            }
            sum += size.getAsLong();
        }
        return String.valueOf(sum);
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
