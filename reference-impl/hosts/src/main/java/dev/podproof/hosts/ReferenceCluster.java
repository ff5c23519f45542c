package dev.podproof.hosts;

import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Progress;
import dev.podproof.hosts.images.Images;
import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.network.NetworkKind;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.testcontainers.lifecycle.Startable;

/**
 * A cluster that satisfies the specification: one master and some hosts, each with a Docker Engine of its own, as containers of this
 * machine's Engine. It ends with the process that started it, unless it is kept.
 *
 * <pre>{@code
 * try (var cluster = ReferenceCluster.builder().name("mine").hosts(2).build()) {
 *     cluster.start();
 *     ... cluster.kubeconfig() ...
 * }
 * }</pre>
 *
 * Every method throws {@link HostsException}, whose message is one that can be shown to a person.
 */
public final class ReferenceCluster implements Startable {
    /** How many can be started at once. */
    public static final int MAX_HOSTS = 32;

    private static final List<Action> BRING_UP = List.of(
            new MakeImages(),
            new CheckNetwork(),
            new MakeNetwork(),
            new MakeSecrets(),
            new StartHosts(),
            new AwaitApi(),
            new WriteKubeconfig(),
            new AwaitNodes());

    private final ClusterSpec spec;
    private final Progress progress;
    private final Environment environment;
    private final Clock clock;
    private final EndWithProcess shutdownHook = new EndWithProcess(this::removeAll);
    /** What hosts were given after they had started. */
    private final List<String> loaded = new ArrayList<>();

    private volatile Engine engine;
    private boolean started;

    private ReferenceCluster(ClusterSpec spec, Progress progress, Environment environment, Clock clock) {
        this.spec = spec;
        this.progress = progress;
        this.environment = environment;
        this.clock = clock;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A cluster that stands on this machine, whoever started it. */
    public static Optional<ReferenceCluster> find(String name) {
        return find(name, Progress.silent());
    }

    /** The same, telling what is done with it. */
    public static Optional<ReferenceCluster> find(String name, Progress progress) {
        var cluster = builder().name(name).keep(true).progress(progress).build();
        var found = cluster.inventory().status(name);
        cluster.started = found.isPresent();
        return found.map(status -> cluster);
    }

    /** The names of all clusters of which anything is left on this machine. */
    public static List<String> names() {
        return new Inventory(Engine.connect(Environment.detect()).client()).names();
    }

    /** Brings it up, and returns when every node is ready. On a failure everything is taken away again, unless it is to be retained. */
    @Override
    public synchronized void start() {
        if (started) return;
        removeAbandoned();
        if (inventory().exists(spec.name()))
            throw new HostsException(
                    HostsException.Reason.NAME_TAKEN,
                    "a cluster named '" + spec.name() + "' exists already; remove it (podproof down --name "
                            + spec.name() + "), or choose another name");
        if (!spec.keep()) shutdownHook.register();
        try {
            new BringUp(spec, environment, engine(), clock, progress, shutdownHook::isEnding).run(BRING_UP);
            started = true;
        } catch (RuntimeException e) {
            if (!spec.retainOnFailure()) removeAfter(e);
            throw e;
        } finally {
            shutdownHook.settled();
        }
    }

    /**
     * Why this machine can't run the overlay that was asked for; empty when it can. Makes the images that this takes, and starts no host.
     */
    public Optional<String> whyNot() {
        var trial = new BringUp(spec, environment, engine(), clock, progress, shutdownHook::isEnding);
        try {
            new MakeImages().run(trial);
            new CheckNetwork().run(trial);
            return Optional.empty();
        } catch (HostsException e) {
            if (e.reason() != HostsException.Reason.INVALID && e.reason() != HostsException.Reason.NO_IMAGE) throw e;
            return Optional.of(e.getMessage());
        }
    }

    /** Takes away containers, volumes, network and kubeconfig. Does nothing where nothing is. */
    @Override
    public synchronized void stop() {
        removeAll();
        shutdownHook.cancel();
        started = false;
    }

    /** Stops its containers and keeps them with all that they hold, until {@link #resume()}. */
    public void halt() {
        new Halt(engine().client(), spec.name(), clock).stop();
    }

    /** Starts the containers of a cluster that was halted, or that a restart of the machine ended; returns when every host is ready. */
    public void resume() {
        new Halt(engine().client(), spec.name(), clock).start();
    }

    public String name() {
        return spec.name();
    }

    /** The administrator's kubeconfig, readable by this user alone. */
    public Path kubeconfig() {
        var path = AdminKubeconfig.path(environment, spec.name());
        return path.toFile().exists() ? path : rewriteKubeconfig();
    }

    /** Where the API is reached: a port of 127.0.0.1. */
    public URI endpoint() {
        return status().endpoint().orElseThrow(() -> gone("its master does not run"));
    }

    /** The master first, then the nodes. */
    public List<Host> hosts() {
        return status().hosts();
    }

    /** Starts one more host while the cluster runs; answers with its name when it is ready for pods. */
    public String addHost() {
        synchronized (loaded) {
            return membership().add(loaded);
        }
    }

    /**
     * Hands images of this machine's Engine over to every host, and to those that are added later by this object. A host that has gone
     * meanwhile is left out.
     */
    public void loadImages(List<String> references) {
        synchronized (loaded) {
            var images = Images.on(engine(), environment, clock, progress);
            new LoadImages(engine().client(), images, clock).into(runningNodes(), references);
            loaded.addAll(references);
        }
    }

    private List<String> runningNodes() {
        return hosts().stream()
                .filter(host -> host.role() == Role.NODE)
                .map(Host::containerId)
                .toList();
    }

    /** Ends a host's pods and takes it away; its subnet is free for others then. */
    public void removeHost(String host) {
        membership().remove(host, progress);
    }

    /** The command lines with which the next hosts are started by hand. */
    public JoinCommands joinCommands(int count) {
        return membership().joinCommands(count);
    }

    /** The hosts that stand on other machines, by the names of their containers there; those are not taken away by {@link #stop()}. */
    public List<String> containersElsewhere() {
        try {
            return membership().elsewhere();
        } catch (KubernetesClientException e) {
            throw gone("its master does not answer: " + e.getMessage());
        }
    }

    private Membership membership() {
        var images = Images.on(engine(), environment, clock, progress);
        return new Membership(engine().client(), images, spec.name(), clock);
    }

    /** Starts a machine beside the hosts that is no part of the cluster and goes with it; answers with its address and port. */
    public String startOutside() {
        var image = Images.on(engine(), environment, clock, progress).pod();
        return Outside.start(engine().client(), spec, BringUp.hostsNetwork(spec), image);
    }

    /** Starts bare Docker hosts beside the cluster, which no orchestrator works on; answers with their containers' IDs by their names. */
    public Map<String, String> startBareHosts(int count) {
        var image = Images.on(engine(), environment, clock, progress).host(Set.of());
        return new BareHosts(engine().client(), spec, clock).start(count, image, BringUp.hostsNetwork(spec));
    }

    /** Takes all bare hosts away again. */
    public void removeBareHosts() {
        inventory().remove(spec.name(), BareHosts.ROLE);
    }

    public ClusterStatus status() {
        return inventory().status(spec.name()).orElseThrow(() -> gone("it was taken away"));
    }

    /** The IDs of the deliberate violations that are on now; empty if the cluster was not started so that it can have any. */
    public Optional<List<String>> faults() {
        return faultSwitch().read();
    }

    /**
     * Switches to these deliberate violations and no others; returns when every host that runs has done so. Fails if the cluster was not started so that
     * it can have any, or if there is no such fault.
     */
    public void useFaults(Collection<String> ids) {
        faultSwitch().use(ids);
    }

    private FaultSwitch faultSwitch() {
        return new FaultSwitch(engine().client(), spec.name(), clock);
    }

    private Path rewriteKubeconfig() {
        var master = hosts().get(0);
        var content = AdminKubeconfig.readFromMaster(engine().client(), master.containerId());
        return AdminKubeconfig.write(environment, spec.name(), content);
    }

    private void removeAbandoned() {
        for (var name : new ArrayList<>(inventory().abandoned())) {
            progress.said("removing the cluster '" + name + "', whose process was killed");
            inventory().remove(name);
        }
    }

    private void removeAfter(RuntimeException failure) {
        try {
            stop();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void removeAll() {
        inventory().remove(spec.name());
        AdminKubeconfig.delete(environment, spec.name());
    }

    private Inventory inventory() {
        return new Inventory(engine().client());
    }

    private Engine engine() {
        if (engine == null) engine = Engine.connect(environment);
        return engine;
    }

    private HostsException gone(String why) {
        return new HostsException(
                HostsException.Reason.INVALID, "the cluster '" + spec.name() + "' does not run: " + why);
    }

    /** What a cluster is to be like; everything has a default. */
    public static final class Builder {
        private String name = "podproof";
        private int hosts = 3;
        private boolean keep;
        private boolean retainOnFailure;
        private Optional<List<String>> faults = Optional.empty();
        private StoreKind store = StoreKind.SQLITE;
        private NetworkKind network = NetworkKind.HOST_GW;
        private ClusterRanges ranges = ClusterRanges.defaults();
        private Optional<String> hostsNetwork = Optional.empty();
        private Progress progress = Progress.silent();

        private Builder() {}

        /** 1 to 30 of a-z, 0-9 and '-'. */
        public Builder name(String value) {
            name = Objects.requireNonNull(value);
            return this;
        }

        /** How many nodes, besides the master. */
        public Builder hosts(int value) {
            hosts = value;
            return this;
        }

        /** Outlives this process, for a person to use; {@link ReferenceCluster#find} finds it again. */
        public Builder keep(boolean value) {
            keep = value;
            return this;
        }

        /** After a failed bring-up leaves standing what stands, for somebody who wants to look at it. */
        public Builder retainOnFailure(boolean value) {
            retainOnFailure = value;
            return this;
        }

        /** Deliberate violations to start with, by their IDs in faults.yaml, and others to be switched to later; without this call the cluster is healthy. */
        public Builder faults(Collection<String> value) {
            faults = Optional.of(List.copyOf(value));
            return this;
        }

        /** Where the master keeps its state. */
        public Builder store(StoreKind value) {
            store = Objects.requireNonNull(value);
            return this;
        }

        /** How pods of different hosts reach each other. */
        public Builder network(NetworkKind value) {
            network = Objects.requireNonNull(value);
            return this;
        }

        /** Where pods and services get their addresses from. */
        public Builder ranges(ClusterRanges value) {
            ranges = Objects.requireNonNull(value);
            return this;
        }

        /**
         * A Docker network that is there and that other machines share, so that hosts on those can join (docs/adr/0040). Whoever is on it
         * reaches the API.
         */
        public Builder hostsNetwork(String value) {
            hostsNetwork = Optional.of(value);
            return this;
        }

        public Builder progress(Progress value) {
            progress = Objects.requireNonNull(value);
            return this;
        }

        /** The images of this machine, for who has to know which can be had before a cluster is made. */
        public Images findImages() {
            var environment = Environment.detect();
            return Images.on(Engine.connect(environment), environment, Clock.systemUTC(), progress);
        }

        public ReferenceCluster build() {
            var spec =
                    new ClusterSpec(name, hosts, keep, retainOnFailure, faults, store, network, ranges, hostsNetwork);
            return new ReferenceCluster(spec, progress, Environment.detect(), Clock.systemUTC());
        }
    }
}
