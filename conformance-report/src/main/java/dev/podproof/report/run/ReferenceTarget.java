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
    private static final int BARE_HOSTS = 2;

    private final Wanted wanted;
    private final Settings settings;
    private ReferenceCluster cluster;
    private DockerHosts dockerHosts;
    private Optional<DockerHosts> bareHosts = Optional.empty();
    private boolean kept;

    public ReferenceTarget(Wanted wanted, Settings settings) {
        this.wanted = wanted;
        this.settings = settings;
    }

    /**
     * What the cluster is to be like.
     *
     * @param keep whether it is left running afterwards
     * @param bareHosts whether Docker hosts without an orchestrator are to stand beside it
     */
    public record Wanted(
            String name, int hosts, NetworkKind network, StoreKind store, boolean keep, boolean bareHosts) {}

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
        facts.put("pod network", wanted.network().toString());
        facts.put("cgroup version", String.valueOf(environment.cgroupVersion()));
        environment.dockerHost().ifPresent(address -> facts.put("docker", address.toString()));
        facts.put("inside a container", String.valueOf(environment.insideContainer()));
        return facts;
    }

    @Override
    public ClusterUnderTest open(Phases phases) {
        try {
            cluster = ReferenceCluster.builder()
                    .name(wanted.name())
                    .hosts(wanted.hosts())
                    .network(wanted.network())
                    .keep(wanted.keep())
                    .store(wanted.store())
                    .progress(phases.ofHosts())
                    .build();
            cluster.start();
            dockerHosts = containers(cluster.hosts().stream()
                    .filter(host -> host.role() == Role.NODE)
                    .collect(Collectors.toMap(Host::name, Host::containerId)));
            if (wanted.bareHosts()) {
                bareHosts =
                        Optional.of(phases.measure("bare hosts", () -> containers(cluster.startBareHosts(BARE_HOSTS))));
            }
            ClusterUnderTest opened = phases.measure(
                    "offers",
                    () -> KubeconfigCluster.open(
                            cluster.kubeconfig(),
                            Optional.empty(),
                            ownSettings(),
                            Optional.of(dockerHosts),
                            bareHosts));
            kept = wanted.keep();
            return opened;
        } catch (HostsException | SubjectUnreachable e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    /** The Engine that runs the hosts may be another than docker's own command line would choose: it is named. */
    private static DockerHosts containers(Map<String, String> idsByName) {
        List<String> docker = Environment.detect()
                .dockerHost()
                .map(address -> List.of("docker", "--host", address.toString()))
                .orElse(List.of("docker"));
        return new CommandHosts(idsByName.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, host -> HostCommands.ofContainer(docker, host.getValue()))));
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
        bareHosts.ifPresent(DockerHosts::close);
        if (cluster != null && !kept) {
            phases.measure("clean up", cluster::stop);
        }
    }

    @Override
    public List<String> kept() {
        return kept
                ? List.of(
                        "The cluster is kept; podproof down --name " + wanted.name() + " takes it away.",
                        "export KUBECONFIG=" + cluster.kubeconfig())
                : List.of();
    }
}
