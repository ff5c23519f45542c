package dev.podproof.reference.main;

import java.time.Clock;
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
            names = "--dns-port",
            defaultValue = "53",
            description = "Of the DNS server, UDP and TCP (default: ${DEFAULT-VALUE}).")
    private int dnsPort;

    @Mixin
    private StoreOptions store;

    @Override
    public Integer call() {
        return Main.runUntilStopped(new Master(cluster, store, port, dnsPort, Clock.systemUTC()));
    }
}
