package dev.podproof.report.cli;

import dev.podproof.hosts.JoinCommands;
import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.engine.Progress;
import dev.podproof.report.run.BadInput;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** podproof host: hosts join and leave a reference cluster that runs. */
@Command(
        name = "host",
        description = "Lets hosts join and leave a reference cluster that runs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class HostCommand implements Runnable {
    private static final int MAX_BARE_HOSTS = 4;

    private final Terminal terminal;

    HostCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        throw new BadInput("say what is to be done: podproof host add, remove NAME, join-command or bare");
    }

    @Command(name = "add", description = "Starts one more host.", mixinStandardHelpOptions = true)
    int add(@Mixin ClusterNameOption cluster) {
        ReferenceCluster found = find(cluster);
        terminal.line("starting one more host of the cluster '" + cluster.name() + "' …");
        terminal.line(found.addHost() + " has joined and is ready for pods.");
        return 0;
    }

    @Command(name = "remove", description = "Ends a host's pods and takes it away.", mixinStandardHelpOptions = true)
    int remove(
            @Mixin ClusterNameOption cluster,
            @Parameters(paramLabel = "NAME", description = "The host, as kubectl get nodes shows it.") String name) {
        find(cluster).removeHost(name);
        terminal.line(name + " has left.");
        return 0;
    }

    @Command(
            name = "join-command",
            description =
                    "Prints the command that starts the next host by hand; it holds a secret that is good for an hour.",
            mixinStandardHelpOptions = true)
    int joinCommand(
            @Mixin ClusterNameOption cluster,
            @Option(
                            names = "--count",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "So many commands, for as many hosts (default: ${DEFAULT-VALUE}).")
                    int count) {
        if (count < 1 || count > ReferenceCluster.MAX_HOSTS) {
            throw new BadInput("--count " + count + ": it takes 1 to " + ReferenceCluster.MAX_HOSTS);
        }
        JoinCommands commands = find(cluster).joinCommands(count);
        commands.lines().forEach(terminal::line);
        terminal.error("podproof: "
                + commands.sharedNetwork()
                        .map(network -> "this is for any machine whose Docker has the network '" + network
                                + "', and the image; to bring that there: docker save " + commands.image()
                                + " | ssh MACHINE docker load")
                        .orElse("this is for this machine's Docker Engine, on whose network the hosts are; the API is"
                                + " reached from there and from 127.0.0.1, and from nowhere else (up --hosts-network is for"
                                + " clusters of several machines)"));
        return 0;
    }

    @Command(
            name = "bare",
            description =
                    "Starts Docker hosts beside the cluster that are no part of it and on which nothing but Docker runs, for comparison;"
                            + " those that were there are taken away first.",
            mixinStandardHelpOptions = true)
    int bare(
            @Mixin ClusterNameOption cluster,
            @Option(
                            names = "--count",
                            paramLabel = "N",
                            defaultValue = "2",
                            description = "So many (default: ${DEFAULT-VALUE}).")
                    int count,
            @Option(names = "--remove", description = "Only takes them away.") boolean remove) {
        if (count < 1 || count > MAX_BARE_HOSTS) {
            throw new BadInput("--count " + count + ": it takes 1 to " + MAX_BARE_HOSTS);
        }
        ReferenceCluster found = find(cluster);
        found.removeBareHosts();
        if (remove) {
            terminal.line("The cluster '" + cluster.name() + "' has no bare hosts beside it.");
            return 0;
        }
        terminal.line("starting " + count + " bare hosts beside the cluster '" + cluster.name() + "' …");
        found.startBareHosts(count)
                .keySet()
                .forEach(host -> terminal.line("docker exec " + cluster.name() + "-" + host + " docker ps"));
        return 0;
    }

    private ReferenceCluster find(ClusterNameOption cluster) {
        return ReferenceCluster.find(cluster.name(), saying())
                .orElseThrow(() -> new BadInput("There is no cluster '" + cluster.name() + "'; "
                        + (ReferenceCluster.names().isEmpty()
                                ? "podproof up starts one"
                                : "there is " + String.join(", ", ReferenceCluster.names()) + " (--name)")));
    }

    private Progress saying() {
        return new Progress() {
            @Override
            public void began(String action) {}

            @Override
            public void said(String line) {
                terminal.line(line);
            }

            @Override
            public void ended(String action, Duration took) {}
        };
    }
}
