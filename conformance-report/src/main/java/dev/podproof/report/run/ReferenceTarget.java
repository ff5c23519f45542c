package dev.podproof.report.run;

import dev.podproof.conformance.subject.ClusterUnderTest;
import dev.podproof.conformance.subject.CommandHosts;
import dev.podproof.conformance.subject.DockerHosts;
import dev.podproof.conformance.subject.HostCommands;
import dev.podproof.conformance.subject.KubeconfigCluster;
import dev.podproof.conformance.subject.Settings;
import dev.podproof.conformance.subject.SubjectUnreachable;
import dev.podproof.hosts.Host;
import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import dev.podproof.hosts.StoreKind;
import dev.podproof.hosts.engine.Environment;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.reference.network.NetworkKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A reference cluster of its own for one run, gone afterwards unless it is to be kept. */
public final class ReferenceTarget implements Target {
    private final String name;
    private final int hosts;
    private final NetworkKind network;
    private final boolean keep;
    private final StoreKind store;
    private final Settings settings;
    private ReferenceCluster cluster;
    private DockerHosts dockerHosts;
    private boolean kept;

    public ReferenceTarget(
            String name, int hosts, NetworkKind network, boolean keep, StoreKind store, Settings settings) {
        this.name = name;
        this.hosts = hosts;
        this.network = network;
        this.keep = keep;
        this.store = store;
        this.settings = settings;
    }

    @Override
    public String kind() {
        return "reference";
    }

    @Override
    public String implementation(ClusterUnderTest opened) {
        return "podproof-reference";
    }

    @Override
    public Map<String, String> environment() {
        Environment environment = Environment.detect();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("pod network", network.toString());
        facts.put("cgroup version", String.valueOf(environment.cgroupVersion()));
        environment.dockerHost().ifPresent(address -> facts.put("docker", address.toString()));
        facts.put("inside a container", String.valueOf(environment.insideContainer()));
        return facts;
    }

    @Override
    public ClusterUnderTest open(Phases phases) {
        try {
            cluster = ReferenceCluster.builder()
                    .name(name)
                    .hosts(hosts)
                    .network(network)
                    .keep(keep)
                    .store(store)
                    .progress(phases.ofHosts())
                    .build();
            cluster.start();
            dockerHosts = dockerHosts(cluster);
            ClusterUnderTest opened = phases.measure(
                    "offers",
                    () -> KubeconfigCluster.open(
                            cluster.kubeconfig(), Optional.empty(), ownSettings(), Optional.of(dockerHosts)));
            kept = keep;
            return opened;
        } catch (HostsException | SubjectUnreachable e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    /** The Engine that runs the hosts may be another than docker's own command line would choose: it is named. */
    private static DockerHosts dockerHosts(ReferenceCluster cluster) {
        List<String> docker = Environment.detect()
                .dockerHost()
                .map(address -> List.of("docker", "--host", address.toString()))
                .orElse(List.of("docker"));
        return new CommandHosts(cluster.hosts().stream()
                .filter(host -> host.role() == Role.NODE)
                .collect(Collectors.toMap(Host::name, host -> HostCommands.ofContainer(docker, host.containerId()))));
    }

    /** What a user would have to name elsewhere: a machine outside, and a name that only the hosts' resolver knows, which is Docker's own. */
    private Settings ownSettings() {
        Host last = cluster.hosts().get(cluster.hosts().size() - 1);
        return settings.withOutside(settings.outside().or(() -> Optional.of(cluster.startOutside())))
                .withOutsideName(settings.outsideName().or(() -> Optional.of(last.name())));
    }

    @Override
    public void close(Phases phases) {
        if (dockerHosts != null) {
            dockerHosts.close();
        }
        if (cluster != null && !kept) {
            phases.measure("clean up", cluster::stop);
        }
    }

    @Override
    public List<String> kept() {
        return kept
                ? List.of(
                        "The cluster is kept; podproof down --name " + name + " takes it away.",
                        "export KUBECONFIG=" + cluster.kubeconfig())
                : List.of();
    }
}
