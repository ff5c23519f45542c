package dev.podproof.benchmarks;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The cluster's DNS beside dnsmasq and unbound, which are given the same records: how many queries a second of processor time
 * buys, and how long the slowest of a hundred waits at half the load that the weakest of them can take.
 *
 * <p>All three run on the master, ours as the part of the master's process that it is. Processor time is the whole process's, by the
 * kernel's count.
 */
@Command(name = "dns", description = "The cluster's DNS beside dnsmasq and unbound on the same records.")
final class Dns implements Callable<Integer> {
    private static final Duration SETUP = Duration.ofMinutes(5);

    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "5", description = "How often each is measured, in turn (default 5).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "5", description = "Of each measurement (default 5).")
    private int seconds;

    @Option(names = "--services", defaultValue = "1000", description = "With a name each (default 1000).")
    private int services;

    @Override
    public Integer call() throws Exception {
        try (ReferenceCluster cluster =
                ReferenceCluster.builder().name("bench-dns").hosts(1).build()) {
            cluster.start();
            try (KubernetesClient client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                    .build()) {
                OnHost master = OnHost.first(cluster, Role.MASTER);
                DnsRecords records = new DnsRecords(new Services(client, 1).create(0, services));
                measure(prepare(master, records));
            }
        }
        return 0;
    }

    private List<NameServer> prepare(OnHost master, DnsRecords records) throws IOException, InterruptedException {
        master.run(
                SETUP,
                "apt-get update -qq; apt-get install -y -qq --no-install-recommends dnsperf dnsmasq-base unbound; mkdir -p /bench");
        master.write("/bench", "queries", 0644, records.queries());
        master.write("/bench", "dnsmasq.conf", 0644, records.dnsmasq());
        master.write("/bench", "unbound.conf", 0644, records.unbound());
        master.run(SETUP, "dnsmasq -C /bench/dnsmasq.conf; unbound -c /bench/unbound.conf");
        return List.of(
                new NameServer("podproof", master, master.address(), 53, "pgrep -f '[p]odproof-orchestrator.jar'"),
                new NameServer("dnsmasq", master, "127.0.0.1", DnsRecords.DNSMASQ_PORT, "cat /bench/dnsmasq.pid"),
                new NameServer("unbound", master, "127.0.0.1", DnsRecords.UNBOUND_PORT, "cat /bench/unbound.pid"));
    }

    private void measure(List<NameServer> servers) throws IOException, InterruptedException {
        for (NameServer server : servers) {
            server.run(seconds, 0);
        }
        List<List<NameServer.Load>> most = inTurn(servers, 0);
        // Half of what the weakest can take at its most, so that the same load is half of nobody's limit or less.
        int half = (int) most.stream()
                        .mapToDouble(loads -> median(
                                loads.stream().map(NameServer.Load::perSecond).toList()))
                        .min()
                        .orElseThrow()
                / 2;
        List<List<NameServer.Load>> halfLoad = inTurn(servers, half);
        PrintWriter out = spec.commandLine().getOut();
        out.println("| | queries/s | per second of processor time | lost | p99 ms at " + half
                + "/s | median ms | lost there |");
        out.println("|---|---|---|---|---|---|---|");
        for (int i = 0; i < servers.size(); i++) {
            List<NameServer.Load> full = most.get(i);
            List<NameServer.Load> calm = halfLoad.get(i);
            out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %d | %.3f | %.3f | %d |%n",
                    servers.get(i).name(),
                    median(full.stream().map(NameServer.Load::perSecond).toList()),
                    median(full.stream().map(NameServer.Load::perCoreSecond).toList()),
                    full.stream().mapToLong(NameServer.Load::lost).sum(),
                    median(calm.stream().map(NameServer.Load::p99Millis).toList()),
                    median(calm.stream().map(NameServer.Load::medianMillis).toList()),
                    calm.stream().mapToLong(NameServer.Load::lost).sum());
        }
        out.printf("%d rounds of %d s, each server in turn%n", rounds, seconds);
        out.flush();
    }

    /** Every server's loads, measured in turn. */
    private List<List<NameServer.Load>> inTurn(List<NameServer> servers, int rate)
            throws IOException, InterruptedException {
        List<List<NameServer.Load>> loads = new ArrayList<>();
        servers.forEach(server -> loads.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < servers.size(); i++) {
                loads.get(i).add(servers.get(i).run(seconds, rate));
            }
        }
        return loads;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
