package dev.podproof.reference.main;

import dev.podproof.reference.dns.DnsServer;
import dev.podproof.reference.view.ApiView;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The DNS server alone, for any cluster that serves the Kubernetes API. */
@Command(name = "dns", description = "Serves the DNS names of any Kubernetes cluster.", mixinStandardHelpOptions = true)
final class DnsCommand implements Callable<Integer> {

    @Option(names = "--kubeconfig", required = true, description = "How to reach the cluster's API.")
    private Path kubeconfig;

    @Option(
            names = "--address",
            defaultValue = "127.0.0.1",
            description = "Where to listen (default: ${DEFAULT-VALUE}).")
    private String address;

    @Option(names = "--port", defaultValue = "53", description = "UDP and TCP (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--domain",
            defaultValue = "cluster.local",
            description = "The cluster's domain (default: ${DEFAULT-VALUE}).")
    private String domain;

    @Option(names = "--range", description = "An address range of the cluster, for reverse names; may be repeated.")
    private List<String> ranges = new ArrayList<>();

    @Option(
            names = "--resolv-conf",
            defaultValue = "/etc/resolv.conf",
            description = "Who is asked for other names (default: ${DEFAULT-VALUE}).")
    private Path resolvConf;

    @Override
    public Integer call() {
        return Main.runUntilStopped(new Program() {
            @Override
            void start() {
                KubernetesClient client = part(Clients.open(kubeconfig));
                ClusterView view = part(new ApiView(client));
                InetSocketAddress listen = new InetSocketAddress(address, port);
                List<InetSocketAddress> resolvers = HostResolvers.read(resolvConf);
                part(new DnsServer(view, listen, domain, ranges, resolvers, Clock.systemUTC()))
                        .start();
            }
        });
    }
}
