package dev.podproof.report.cli;

import dev.podproof.hosts.ReferenceCluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** podproof start: goes on with a reference cluster that was stopped, or that ended with the machine. */
@Command(
        name = "start",
        description = {
            "Goes on with a reference cluster that podproof stop stopped, or that a restart of Docker or of the machine ended.",
            "podproof up makes a new one."
        },
        mixinStandardHelpOptions = true)
final class StartCommand implements Runnable {
    @Mixin
    private ClusterNameOption cluster = new ClusterNameOption();

    private final Terminal terminal;

    StartCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        ReferenceCluster found = cluster.find();
        terminal.line("starting the hosts of '" + cluster.name() + "' …");
        found.resume();
        terminal.line(
                "The cluster '" + cluster.name() + "' runs at " + found.endpoint() + ", and every host is ready.");
        terminal.line("export KUBECONFIG=" + found.kubeconfig());
    }
}
