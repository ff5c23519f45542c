package dev.podproof.report.cli;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.engine.HostsException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** podproof stop: lets a reference cluster stand still, with all that it holds. */
@Command(
        name = "stop",
        description = "Stops a reference cluster and keeps all that it holds; podproof start goes on with it.",
        mixinStandardHelpOptions = true)
final class StopCommand implements Runnable {
    @Mixin
    private ClusterNameOption cluster = new ClusterNameOption();

    private final Terminal terminal;

    StopCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        ReferenceCluster found = cluster.find();
        List<String> elsewhere = elsewhere(found);
        terminal.line("stopping the hosts of '" + cluster.name() + "', whose pods get their grace …");
        found.halt();
        terminal.line("The cluster '" + cluster.name() + "' stands still; podproof start" + cluster.option()
                + " goes on with it.");
        elsewhere.forEach(container ->
                terminal.line(container + " goes on, on another machine; there: docker stop " + container));
    }

    /** One that has stopped already has nobody to ask. */
    private static List<String> elsewhere(ReferenceCluster cluster) {
        try {
            return cluster.containersElsewhere();
        } catch (HostsException masterIsSilent) {
            return List.of();
        }
    }
}
