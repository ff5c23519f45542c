package dev.podproof.benchmarks;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A host is killed under replicas: how long until all of them run elsewhere, and what becomes of them when it returns. */
@Command(name = "host-loss", description = "A host is killed: until all replicas run elsewhere, and until it is back.")
final class HostLoss implements Callable<Integer> {
    private static final int HOSTS = 3;
    private static final int REPLICAS = 6;
    /** The reference's own: how long a host may be silent. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration MARGIN = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "How many times a host is lost (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--tolerated",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How long the pods tolerate it (default: ${DEFAULT-VALUE}).")
    private long tolerated;

    @Override
    public Integer call() throws Exception {
        Sample elsewhere = new Sample("killed until " + REPLICAS + " ready elsewhere");
        Sample back = new Sample("powered on until Ready, and no pod too many");
        try (ReferenceCluster cluster =
                ReferenceCluster.builder().name("bench-host-loss").hosts(HOSTS).build()) {
            cluster.start();
            try (KubernetesClient client =
                    OneHost.connect(Config.fromKubeconfig(cluster.kubeconfig().toFile()))) {
                Replicated web = new Replicated(client, "web").declare(REPLICAS, tolerated);
                web.awaitReady(REPLICAS);
                for (int round = 0; round < rounds; round++) {
                    OnHost host = hostOf(cluster, web.pods().get(0));
                    host.kill();
                    elsewhere.add(web.awaitPods("replicas elsewhere", pods -> areElsewhere(pods, host.name())));
                    host.start();
                    back.add(web.awaitPods("the host's return", pods -> isReady(client, host.name()) && areAll(pods)));
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(Sample.HEADER);
        out.println(elsewhere.row());
        out.println(back.row());
        out.println("bound: grace " + GRACE.toSeconds() + " s + tolerated " + tolerated + " s + " + MARGIN.toSeconds()
                + " s = " + GRACE.plusSeconds(tolerated).plus(MARGIN).toMillis() + " ms");
        out.flush();
        return 0;
    }

    private static OnHost hostOf(ReferenceCluster cluster, Pod pod) {
        return OnHost.all(cluster, Role.NODE).stream()
                .filter(host -> host.name().equals(pod.getSpec().getNodeName()))
                .findFirst()
                .orElseThrow();
    }

    private static boolean areElsewhere(List<Pod> pods, String host) {
        return pods.stream()
                        .filter(pod -> Replicated.isReady(pod)
                                && !pod.getSpec().getNodeName().equals(host))
                        .count()
                == REPLICAS;
    }

    private static boolean areAll(List<Pod> pods) {
        return pods.size() == REPLICAS && pods.stream().allMatch(Replicated::isReady);
    }

    private static boolean isReady(KubernetesClient client, String node) {
        return Readiness.getInstance().isReady(client.nodes().withName(node).get());
    }
}
