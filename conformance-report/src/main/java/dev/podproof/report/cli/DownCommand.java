package dev.podproof.report.cli;

import dev.podproof.hosts.ReferenceCluster;
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
            found.get().stop();
            terminal.line("The cluster '" + cluster.name() + "' is gone.");
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
}
