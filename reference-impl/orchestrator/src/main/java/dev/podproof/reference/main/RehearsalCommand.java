package dev.podproof.reference.main;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** See {@link Rehearsal}. */
@Command(
        name = "rehearse",
        hidden = true,
        description = "Plays a cluster's start in one process and ends, for the Java machine to note what it loads.",
        mixinStandardHelpOptions = true)
final class RehearsalCommand implements Callable<Integer> {

    @Option(names = "--directory", required = true, description = "An empty directory for certificates and the store.")
    private Path directory;

    @Option(names = "--port", defaultValue = "6443", description = "Of the API server (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--dns-port",
            defaultValue = "5353",
            description = "Of the DNS server, UDP and TCP (default: ${DEFAULT-VALUE}).")
    private int dnsPort;

    @Override
    public Integer call() {
        try (Rehearsal rehearsal = new Rehearsal(directory, port, dnsPort, Clock.systemUTC())) {
            rehearsal.start();
        }
        return 0;
    }
}
