package dev.podproof.report.run;

import dev.podproof.conformance.subject.ClusterUnderTest;
import dev.podproof.conformance.subject.CommandHosts;
import dev.podproof.conformance.subject.DockerHosts;
import dev.podproof.conformance.subject.GrowingCluster;
import dev.podproof.conformance.subject.HostCommands;
import dev.podproof.conformance.subject.HostLost;
import dev.podproof.conformance.subject.HostPool;
import dev.podproof.conformance.subject.KubeconfigCluster;
import dev.podproof.conformance.subject.Leftovers;
import dev.podproof.conformance.subject.Machines;
import dev.podproof.conformance.subject.RegistryImages;
import dev.podproof.conformance.subject.Settings;
import dev.podproof.conformance.subject.Subject;
import dev.podproof.conformance.subject.SubjectUnreachable;
import dev.podproof.features.Profile;
import dev.podproof.features.Requirement;
import dev.podproof.hosts.Host;
import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import dev.podproof.hosts.StoreKind;
import dev.podproof.hosts.engine.Environment;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.images.Images;
import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.network.NetworkKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A reference cluster of its own for one run, gone afterwards unless it is to be kept. */
public final class ReferenceTarget implements Target {
    private static final int BARE_HOSTS = 2;
    private static final Duration LEFTOVERS = Duration.ofSeconds(90);

    private final Wanted wanted;
    private final Settings settings;
    private final Meanwhile meanwhile = new Meanwhile();
    private ReferenceCluster cluster;
    private DockerHosts dockerHosts;
    private Optional<CompletableFuture<DockerHosts>> bareHosts = Optional.empty();
    private boolean kept;
    private boolean opened;
    /** Somebody else's, who started it and takes it away. */
    private final boolean standing;

    public ReferenceTarget(Wanted wanted, Settings settings) {
        this.wanted = wanted;
        this.settings = settings.withDisruption(true);
        this.standing = false;
    }

    private ReferenceTarget(ReferenceCluster cluster, Settings settings) {
        this.wanted = new Wanted(
                cluster.name(),
                cluster.hosts().size() - 1,
                NetworkKind.HOST_GW,
                ClusterRanges.defaults(),
                StoreKind.SQLITE,
                FaultChoice.NONE,
                true);
        this.settings = settings.withDisruption(true);
        this.standing = true;
        this.cluster = cluster;
    }

    /** One that stands, for a run after others; it knows nothing of bare hosts. */
    static ReferenceTarget standing(ReferenceCluster cluster, Settings settings) {
        return new ReferenceTarget(cluster, settings);
    }

    /** What stands beside such a cluster for all runs on it: a machine outside, and a name that only its hosts know. */
    static Settings surroundings(ReferenceCluster cluster, Settings settings) {
        Host last = cluster.hosts().get(cluster.hosts().size() - 1);
        return settings.withOutside(settings.outside().or(() -> Optional.of(cluster.startOutside())))
                .withOutsideName(settings.outsideName().or(() -> Optional.of(last.name())));
    }

    /**
     * What the cluster is to be like.
     *
     * @param faults what it is to violate on purpose
     * @param keep whether it is left running afterwards
     */
    public record Wanted(
            String name,
            int hosts,
            NetworkKind network,
            ClusterRanges ranges,
            StoreKind store,
            FaultChoice faults,
            boolean keep) {}

    @Override
    public String kind() {
        return "reference";
    }

    @Override
    public String implementation(Optional<ClusterUnderTest> opened) {
        return "podproof-reference";
    }

    @Override
    public Map<String, String> environment() {
        Environment environment = Environment.detect();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("pod network", wanted.network().toString());
        facts.put("cgroup version", String.valueOf(environment.cgroupVersion()));
        if (!wanted.faults().ids().isEmpty()) {
            facts.put(
                    "deliberate faults",
                    wanted.faults().hidden()
                            ? "one"
                            : String.join(", ", wanted.faults().ids()));
        }
        environment.dockerHost().ifPresent(address -> facts.put("docker", address.toString()));
        facts.put("inside a container", String.valueOf(environment.insideContainer()));
        return facts;
    }

    @Override
    public Optional<String> whyNot(Phases phases) {
        try {
            return phases.measure(
                    "overlay " + wanted.network(),
                    () -> ReferenceCluster.builder()
                            .name(wanted.name())
                            .network(wanted.network())
                            .progress(phases.ofHosts())
                            .build()
                            .whyNot());
        } catch (HostsException e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    /** Whoever prepares the bridges chooses the subnets: how the range is split says nothing about this network. */
    @Override
    public Map<String, String> inapplicable() {
        return wanted.network() == NetworkKind.EXTERNAL
                ? Map.of("NET-11", "with --network external whoever prepares the hosts' bridges chooses their subnets")
                : Map.of();
    }

    @Override
    public ClusterUnderTest open(Phases phases, List<Requirement> selected) {
        try {
            if (!standing) {
                start(phases);
            }
            dockerHosts = containers(cluster.hosts().stream()
                    .filter(host -> host.role() == Role.NODE)
                    .collect(Collectors.toMap(Host::name, Host::containerId)));
            if (!standing && selected.stream().anyMatch(requirement -> requirement.profile() == Profile.DOCKER)) {
                bareHosts = Optional.of(meanwhile.make(
                        () -> phases.measure("bare hosts", () -> containers(cluster.startBareHosts(BARE_HOSTS)))));
            }
            ClusterUnderTest subject = phases.measure(
                    "offers",
                    () -> KubeconfigCluster.open(
                            cluster.kubeconfig(),
                            Optional.empty(),
                            ownSettings(),
                            new Machines(Optional.of(dockerHosts), Optional.empty(), Optional.of(new Pool(cluster))),
                            // Its images were made on its hosts: nothing is pulled.
                            line -> {}));
            kept = wanted.keep();
            opened = true;
            Map<String, String> stores = stores(selected);
            return new GrowingCluster(
                    subject, stores.keySet(), meanwhile.make(() -> registries(phases, stores)), bareHosts);
        } catch (HostsException | SubjectUnreachable e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    private void start(Phases phases) {
        ReferenceCluster.Builder asked = ReferenceCluster.builder()
                .name(wanted.name())
                .hosts(wanted.hosts())
                .network(wanted.network())
                .ranges(wanted.ranges())
                .keep(wanted.keep())
                .store(wanted.store())
                .progress(phases.ofHosts());
        if (!wanted.faults().ids().isEmpty()) {
            asked.faults(wanted.faults().ids());
        }
        cluster = asked.build();
        cluster.start();
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

    /** The images of stores that what is to be tested needs, by the stores' names. */
    private Map<String, String> stores(List<Requirement> selected) {
        return settings.registries()
                .neededFor(selected.stream()
                        .flatMap(requirement -> requirement.needs().stream())
                        .toList());
    }

    /** Makes them, and hands them over to the hosts, which reach no registry everywhere. */
    private RegistryImages registries(Phases phases, Map<String, String> stores) {
        RegistryImages registries = settings.registries();
        if (stores.isEmpty()) {
            return registries;
        }
        Images images = ReferenceCluster.builder().progress(phases.ofHosts()).findImages();
        Images.Found found = phases.measure("registries", () -> images.registries(stores));
        phases.measure(
                "load",
                () -> cluster.loadImages(
                        found.images().values().stream().sorted().toList()));
        for (Map.Entry<String, String> image : found.images().entrySet()) {
            registries = registries.with(image.getKey(), image.getValue());
        }
        for (Map.Entry<String, String> reason : found.lacking().entrySet()) {
            registries = registries.without(reason.getKey(), reason.getValue());
        }
        return registries;
    }

    /** What a user would have to name elsewhere: a machine outside, and a name that only the hosts' resolver knows, which is Docker's own. */
    private Settings ownSettings() {
        Host last = cluster.hosts().get(cluster.hosts().size() - 1);
        return settings.withOutside(settings.outside().or(() -> Optional.of(cluster.startOutside())))
                .withOutsideName(settings.outsideName().or(() -> Optional.of(last.name())));
    }

    @Override
    public void close(Phases phases) {
        try {
            meanwhile.end();
        } finally {
            takeAway(phases);
        }
    }

    private void takeAway(Phases phases) {
        if (dockerHosts != null) {
            if (standing) {
                giveBack();
            }
            dockerHosts.close();
        }
        bareHosts
                .filter(made -> made.isDone() && !made.isCompletedExceptionally())
                .ifPresent(made -> made.join().close());
        if (cluster != null && !kept) {
            phases.measure("clean up", cluster::stop);
        }
    }

    /** A run that ended early may have left something behind, which the next would meet. */
    private void giveBack() {
        dockerHosts.restore();
        if (opened) {
            Leftovers.ofRun(Subject.api(), Subject.run(), LEFTOVERS);
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

    /** Hosts come and go as they do for a person at the command line. */
    private record Pool(ReferenceCluster cluster) implements HostPool {
        @Override
        public String add() {
            try {
                return cluster.addHost();
            } catch (HostsException e) {
                throw new HostLost("no host has joined: " + e.getMessage(), e);
            }
        }

        @Override
        public void remove(String host) {
            try {
                cluster.removeHost(host);
            } catch (HostsException e) {
                throw new HostLost("host " + host + " has not left: " + e.getMessage(), e);
            }
        }
    }
}
