package dev.podproof.reference.main;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The control plane on one host. */
@Command(
        name = "master",
        description = "Serves the Kubernetes API, schedules, reconciles, and answers DNS queries.",
        mixinStandardHelpOptions = true)
final class MasterCommand implements Callable<Integer> {

    @Mixin
    private ClusterOptions cluster;

    @Option(names = "--port", defaultValue = "6443", description = "Of the API server (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "Where the API server and the DNS server listen"
                    + " (default: the API server everywhere, the DNS server at this host's address).")
    private Optional<String> listen = Optional.empty();

    @Option(
            names = "--node-grace",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long a host may be silent before it is taken for lost (default: ${DEFAULT-VALUE}).")
    private int nodeGrace;

    @Option(
            names = "--dns-port",
            defaultValue = "53",
            description = "Of the DNS server, UDP and TCP (default: ${DEFAULT-VALUE}).")
    private int dnsPort;

    @Mixin
    private StoreOptions store;

    @Override
    public Integer call() {
        return Main.runUntilStopped(master(Clock.systemUTC()));
    }

    Master master(Clock clock) {
        return new Master(
                cluster, store, new Master.Options(listen, port, dnsPort, Duration.ofSeconds(nodeGrace)), clock);
    }
}
