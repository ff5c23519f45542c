package dev.podproof.report.cli;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.report.run.BadInput;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** podproof down: takes a reference cluster away. */
@Command(name = "down", description = "Takes a reference cluster away.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    @Mixin
    private ClusterNameOption cluster = new ClusterNameOption();

    private final Terminal terminal;

    DownCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Optional<ReferenceCluster> found = ReferenceCluster.find(cluster.name());
        if (found.isPresent()) {
            List<String> left = containersElsewhere(found.get());
            found.get().stop();
            terminal.line("The cluster '" + cluster.name() + "' is gone.");
            left.forEach(container -> terminal.line(
                    container + " is left, on another machine; there: docker rm --force --volumes " + container));
            return 0;
        }
        List<String> others = ReferenceCluster.names();
        String standing = others.isEmpty() ? "none stands on this machine" : "there is " + String.join(", ", others);
        if (cluster.given != null || !others.isEmpty()) {
            throw new BadInput("There is no cluster '" + cluster.name() + "'; " + standing + " (--name)");
        }
        terminal.line("Nothing to take down: " + standing + ".");
        return 0;
    }

    /** Nobody can be asked where the master has stopped, and the cluster goes all the same. */
    private static List<String> containersElsewhere(ReferenceCluster cluster) {
        try {
            return cluster.containersElsewhere();
        } catch (HostsException masterIsSilent) {
            return List.of();
        }
    }
}
