package dev.podproof.benchmarks;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import dev.podproof.reference.network.NetworkKind;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Two pods on two hosts, over each overlay, beside the two hosts themselves on the same link: throughput, round trip, what arrives
 * whole, and how long after its start a host's pods are reached.
 */
@Command(name = "network", description = "Pods of two hosts over each overlay, beside host to host on the same link.")
final class NetworkLinks implements Callable<Integer> {
    private static final String HEADER =
            "| overlay | MTU | host to host Gbit/s | pod to pod Gbit/s | ratio | host to host ms | pod to pod ms | 64"
                    + " KiB over TCP | 65,507 bytes in one datagram | joined to reached ms |\n"
                    + "|---|---|---|---|---|---|---|---|---|---|";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--networks",
            split = ",",
            description = "Overlays to measure (default: host-gw,vxlan,flannel,ovs,external).")
    private List<String> networks = NetworkKind.words();

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "How often both sides are measured in turn (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "4",
            description = "How long one throughput is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--joins",
            defaultValue = "2",
            description = "How many hosts join one after the other (default: ${DEFAULT-VALUE}).")
    private int joins;

    /** A median of each side. */
    private record Row(
            NetworkKind network,
            int mtu,
            double hosts,
            double pods,
            double hostMillis,
            double podMillis,
            List<String> more) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %.2f | %.2f | %.2f | %.3f | %.3f | %s |",
                    network,
                    mtu,
                    hosts,
                    pods,
                    pods / hosts,
                    hostMillis,
                    podMillis,
                    String.join(" | ", more));
        }
    }

    @Override
    public Integer call() throws Exception {
        List<NetworkKind> kinds = networks.stream().map(NetworkKind::of).toList();
        PrintWriter out = spec.commandLine().getOut();
        out.println(HEADER);
        out.flush();
        for (NetworkKind kind : kinds) {
            out.println(measure(kind).text());
            out.flush();
        }
        return 0;
    }

    private Row measure(NetworkKind kind) throws Exception {
        try (ReferenceCluster cluster = ReferenceCluster.builder()
                .name("bench-network")
                .hosts(2)
                .network(kind)
                .build()) {
            cluster.start();
            try (KubernetesClient client =
                    OneHost.connect(Config.fromKubeconfig(cluster.kubeconfig().toFile()))) {
                List<OnHost> hosts = OnHost.all(cluster, Role.NODE);
                LinkEnd near = LinkEnd.start(client, hosts.get(0), "near");
                LinkEnd far = LinkEnd.start(client, hosts.get(1), "far");
                return measure(kind, near, far, joined(cluster, client, List.of(near, far)));
            }
        }
    }

    private Row measure(NetworkKind kind, LinkEnd near, LinkEnd far, String joined) throws Exception {
        List<String> more = List.of(
                near.arrives(far, "TCP", 65_536) ? "arrives" : "**lost**",
                near.arrives(far, "UDP", 65_507) ? "arrives" : "**lost**",
                joined);
        far.serve();
        double[] hosts = new double[rounds];
        double[] pods = new double[rounds];
        double[] hostMillis = new double[rounds];
        double[] podMillis = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            hosts[round] = near.hostThroughput(far, seconds);
            pods[round] = near.podThroughput(far, seconds);
            hostMillis[round] = near.hostRoundTrip(far);
            podMillis[round] = near.podRoundTrip(far);
        }
        return new Row(kind, near.mtu(), median(hosts), median(pods), median(hostMillis), median(podMillis), more);
    }

    /** Hosts that join one after the other: the median, and what they took in their order. */
    private String joined(ReferenceCluster cluster, KubernetesClient client, List<LinkEnd> others)
            throws IOException, InterruptedException {
        if (joins == 0) {
            return "";
        }
        List<Long> took = new ArrayList<>();
        for (int join = 0; join < joins; join++) {
            took.add(new Joining(cluster, client).measure(others).toMillis());
        }
        return (long) median(took.stream().mapToDouble(Long::doubleValue).toArray()) + " of " + took;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
