package dev.podproof.hosts;

import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Progress;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.security.ClusterSecrets;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A cluster that is coming up: what was asked for, what it is made with, and what each action has added so far. */
final class BringUp {
    private final ClusterSpec spec;
    private final Environment environment;
    private final Engine engine;
    private final Clock clock;
    private final Progress progress;
    private final BooleanSupplier cancelled;

    private String hostImage;
    private int apiPort;
    private Optional<Ipv4Range> hostsRange = Optional.empty();
    private ClusterSecrets secrets;

    BringUp(
            ClusterSpec spec,
            Environment environment,
            Engine engine,
            Clock clock,
            Progress progress,
            BooleanSupplier cancelled) {
        this.spec = spec;
        this.environment = environment;
        this.engine = engine;
        this.clock = clock;
        this.progress = progress;
        this.cancelled = cancelled;
    }

    /** Runs the actions in their order; the first that fails ends it, and is named. */
    void run(List<Action> actions) {
        for (var action : actions) {
            var began = clock.instant();
            progress.began(action.name());
            try {
                requireWanted();
                action.run(this);
            } catch (HostTrouble e) {
                throw new HostsException(HostsException.Reason.BRING_UP, failed(action, e) + logOf(e.host()), e);
            } catch (HostsException e) {
                throw new HostsException(e.reason(), failed(action, e), e);
            } catch (RuntimeException e) {
                throw new HostsException(HostsException.Reason.BRING_UP, failed(action, e), e);
            }
            progress.ended(action.name(), Duration.between(began, clock.instant()));
        }
    }

    private static String failed(Action action, RuntimeException e) {
        return "action '" + action.name() + "' failed: " + e.getMessage();
    }

    private String logOf(String host) {
        var tail = new Inventory(engine.client()).logTail(spec.name(), host);
        return "; the log of " + spec.name() + "-" + host + " ends with:\n" + tail.strip();
    }

    private void requireWanted() {
        if (cancelled.getAsBoolean())
            throw new HostsException(HostsException.Reason.INTERRUPTED, "the process was asked to end");
    }

    /** Fails the action at once when a host's container has ended, instead of waiting for what can't come. */
    void requireRunning(String host) {
        requireWanted();
        var state = engine.client()
                .inspectContainerCmd(spec.name() + "-" + host)
                .exec()
                .getState();
        if (!Boolean.TRUE.equals(state.getRunning()))
            throw new HostTrouble(host, "its container ended with code " + state.getExitCodeLong());
    }

    ClusterSpec spec() {
        return spec;
    }

    Environment environment() {
        return environment;
    }

    Engine engine() {
        return engine;
    }

    Clock clock() {
        return clock;
    }

    Progress progress() {
        return progress;
    }

    /** The Docker network that the hosts are on. */
    String hostsNetwork() {
        return hostsNetwork(spec);
    }

    static String hostsNetwork(ClusterSpec spec) {
        return spec.hostsNetwork().orElse("podproof-" + spec.name());
    }

    /**
     * The Docker network that is the cluster's own; the way from this machine to the API. Where the hosts are on another, it is the master that is on
     * both, and Docker publishes ports on the one whose name comes first.
     */
    String ownNetwork() {
        return spec.hostsNetwork().map(shared -> "0-podproof-" + spec.name()).orElseGet(this::hostsNetwork);
    }

    /** Where hosts have their addresses as hosts, if they may have others; they are told, as by themselves they would take the default route's. */
    Optional<Ipv4Range> hostsRange() {
        return hostsRange;
    }

    void hostsRange(Ipv4Range range) {
        hostsRange = Optional.of(range);
    }

    String hostImage() {
        return Objects.requireNonNull(hostImage);
    }

    void hostImage(String tag) {
        hostImage = tag;
    }

    URI endpoint() {
        return URI.create("https://127.0.0.1:" + apiPort);
    }

    int apiPort() {
        return apiPort;
    }

    void apiPort(int port) {
        apiPort = port;
    }

    ClusterSecrets secrets() {
        return Objects.requireNonNull(secrets);
    }

    void secrets(ClusterSecrets made) {
        secrets = made;
    }
}
