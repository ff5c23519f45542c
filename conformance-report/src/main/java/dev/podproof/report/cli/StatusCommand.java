package dev.podproof.report.cli;

import dev.podproof.hosts.ClusterStatus;
import dev.podproof.hosts.Host;
import dev.podproof.hosts.ReferenceCluster;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** podproof status: which reference clusters stand on this machine. */
@Command(
        name = "status",
        description = "Shows the reference clusters of this machine.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private final Terminal terminal;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<String> names = ReferenceCluster.names();
        if (names.isEmpty()) {
            terminal.line("No reference cluster stands on this machine; podproof up starts one.");
        }
        for (String name : names) {
            ReferenceCluster.find(name).ifPresent(this::print);
        }
        return 0;
    }

    private void print(ReferenceCluster cluster) {
        ClusterStatus status = cluster.status();
        terminal.line(terminal.bold(status.name()) + "  "
                + status.state().name().toLowerCase(Locale.ROOT) + "  "
                + status.endpoint().map(URI::toString).orElse("no endpoint") + "  since " + status.createdAt());
        for (Host host : status.hosts()) {
            terminal.line("  %-10s %-15s %s"
                    .formatted(
                            host.name(),
                            host.address(),
                            host.containerId()
                                    .substring(
                                            0, Math.min(12, host.containerId().length()))));
        }
        if (status.state() == ClusterStatus.State.RUNNING) {
            terminal.line("  export KUBECONFIG=" + cluster.kubeconfig());
        }
    }
}
