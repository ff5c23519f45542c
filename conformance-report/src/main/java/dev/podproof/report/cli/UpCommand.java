package dev.podproof.report.cli;

import dev.podproof.features.Faults;
import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.StoreKind;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Progress;
import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.network.NetworkKind;
import dev.podproof.report.run.FaultChoice;
import dev.podproof.report.run.Watcher;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** podproof up: a reference cluster for a person, until podproof down. */
@Command(
        name = "up",
        description = "Starts a reference cluster and leaves it running.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Mixin
    private ClusterNameOption cluster = new ClusterNameOption();

    @Option(names = "--hosts", paramLabel = "N", defaultValue = "3", description = "Hosts (default: ${DEFAULT-VALUE}).")
    private int hosts;

    @Mixin
    private NetworkOption network = new NetworkOption();

    @Mixin
    private RangeOptions ranges = new RangeOptions();

    @Option(
            names = "--store",
            paramLabel = "S",
            defaultValue = "sqlite",
            description = "Where the master keeps its state: sqlite or etcd (default: ${DEFAULT-VALUE}).")
    private StoreKind store;

    @Option(
            names = "--hosts-network",
            paramLabel = "NAME",
            description =
                    "A Docker network that other machines share, so that hosts there can join; who is on it reaches the API"
                            + " (default: one of the cluster's own, which nobody else is on).")
    private String hostsNetwork;

    @Option(
            names = "--fault",
            paramLabel = "ID",
            split = ",",
            description =
                    "Starts it with this deliberate violation (podproof faults list); ? is one that chance chooses and nobody tells.")
    private List<String> faults = List.of();

    @Option(
            names = "--faults-switchable",
            description = "Starts it healthy, and so that podproof faults use can make it violate something later.")
    private boolean switchable;

    private final Terminal terminal;

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        NetworkKind chosen = network.network();
        ClusterRanges addresses = ranges.ranges();
        FaultChoice choice = FaultChoice.of(faults, Faults.load(), true, new SecureRandom());
        Thread command = Thread.currentThread();
        AtomicBoolean unfinished = new AtomicBoolean();
        try (LiveLines lines = new LiveLines(terminal);
                CtrlC ctrlC = CtrlC.during(command::interrupt, () -> removeIf(unfinished))) {
            ReferenceCluster.Builder asked = ReferenceCluster.builder()
                    .name(cluster.name())
                    .hosts(hosts)
                    .network(chosen)
                    .ranges(addresses)
                    .store(store)
                    .keep(true)
                    .progress(progress(lines));
            if (hostsNetwork != null) {
                asked.hostsNetwork(hostsNetwork);
            }
            if (switchable || !choice.ids().isEmpty()) {
                asked.faults(choice.ids());
            }
            ReferenceCluster starting = asked.build();
            unfinished.set(ReferenceCluster.find(cluster.name()).isEmpty());
            starting.start();
            unfinished.set(false);
            lines.finish();
            terminal.line("The cluster '" + cluster.name() + "' runs at " + starting.endpoint() + "; podproof down"
                    + cluster.option() + " takes it away.");
            if (!choice.ids().isEmpty()) {
                terminal.line("It has " + FaultsCommand.said(choice) + "; podproof faults reveal" + cluster.option()
                        + " says more.");
            }
            terminal.line("export KUBECONFIG=" + starting.kubeconfig());
            return ctrlC.finished(0);
        }
    }

    /** Only what this very command began: a cluster of that name that stood before is somebody's. */
    private void removeIf(AtomicBoolean unfinished) {
        if (!unfinished.get()) {
            return;
        }
        try {
            ReferenceCluster.find(cluster.name()).ifPresent(ReferenceCluster::stop);
        } catch (HostsException e) {
            terminal.error("podproof: parts of the cluster '" + cluster.name() + "' may be left (" + e.getMessage()
                    + "); podproof down" + cluster.option() + " removes them");
        }
    }

    static Progress progress(Watcher watcher) {
        return new Progress() {
            @Override
            public void began(String action) {
                watcher.began(action);
            }

            @Override
            public void said(String line) {
                watcher.said(line);
            }

            @Override
            public void ended(String action, Duration took) {
                watcher.ended(action, took);
            }
        };
    }
}
