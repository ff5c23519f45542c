package dev.podproof.reference.node.runtime.hollow;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.Container.State;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.PodNetwork;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeFailure.Reason;
import dev.podproof.reference.node.runtime.RuntimeInfo;
import dev.podproof.reference.node.runtime.RuntimeListener;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine without processes: a container runs from when it is started until it is told to end, and every image is there. So a
 * cluster can have more hosts than a machine could, with agents that do all they do on a real one.
 */
public final class HollowRuntime implements ContainerRuntime {
    private static final int CPUS = 8;
    private static final long MEMORY_BYTES = 32L << 30;
    private static final int KILLED = 137;
    private static final int TERMINATED = 143;
    /** Of a /24: the first is the bridge's, the last the broadcast address. */
    private static final int FIRST_ADDRESS = 2;

    private static final int LAST_ADDRESS = 254;

    private final Clock clock;
    private final Map<String, Container> containers = new ConcurrentHashMap<>();
    private final List<RuntimeListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> addresses = new HashSet<>();
    private final AtomicInteger sequence = new AtomicInteger();
    private volatile String prefix = "";

    public HollowRuntime(Clock clock) {
        this.clock = clock;
    }

    @Override
    public RuntimeInfo info() {
        return new RuntimeInfo("hollow://1", CPUS, MEMORY_BYTES, "linux", "amd64", "0", "Hollow");
    }

    @Override
    public void ping() {
        // It is always there.
    }

    @Override
    public void ensureNetwork(PodNetwork network) {
        prefix = network.subnet().replaceAll("\\.\\d+/\\d+$", ".");
    }

    @Override
    public List<Container> containers() {
        return List.copyOf(containers.values());
    }

    @Override
    public List<Container> containersOf(String podUid) {
        return containers.values().stream()
                .filter(container -> container.podUid().equals(podUid))
                .toList();
    }

    @Override
    public Optional<Container> find(String id) {
        return Optional.ofNullable(containers.get(id));
    }

    @Override
    public String create(ContainerSpec spec) {
        String id = "hollow-" + sequence.incrementAndGet();
        containers.put(
                id,
                new Container(
                        id,
                        spec.name(),
                        spec.image(),
                        spec.image(),
                        spec.labels(),
                        State.CREATED,
                        clock.instant(),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        false,
                        "",
                        "",
                        "SIGTERM"));
        return id;
    }

    @Override
    public void start(String id) {
        Container made = find(id).orElseThrow(() -> new RuntimeFailure(Reason.NOT_FOUND, "no container " + id, null));
        change(made, State.RUNNING, 0, made.isSandbox() ? takeAddress() : "");
    }

    @Override
    public void signal(String id, String signal) {
        find(id).filter(Container::running).ifPresent(running -> {
            giveBack(running.address());
            change(running, State.EXITED, signal.equals("SIGKILL") ? KILLED : TERMINATED, "");
        });
    }

    @Override
    public void remove(String id) {
        Container gone = containers.remove(id);
        if (gone != null) {
            giveBack(gone.address());
            tell(gone);
        }
    }

    @Override
    public Optional<Image> image(String reference) {
        return Optional.of(new Image("sha256:hollow-" + reference, List.of(reference), 1, ""));
    }

    @Override
    public void pull(String reference) {
        // Every image is there.
    }

    @Override
    public List<Image> images() {
        return List.of();
    }

    @Override
    public AutoCloseable watch(RuntimeListener listener) {
        listeners.add(listener);
        listener.resync();
        return () -> listeners.remove(listener);
    }

    @Override
    public ContainerStreams streams() {
        return HollowStreams.NONE;
    }

    @Override
    public void close() {
        listeners.clear();
    }

    private synchronized String takeAddress() {
        for (int last = FIRST_ADDRESS; last <= LAST_ADDRESS; last++) {
            if (addresses.add(prefix + last)) {
                return prefix + last;
            }
        }
        throw new RuntimeFailure(Reason.FAILED, "no address is free in " + prefix + "0/24", null);
    }

    private synchronized void giveBack(String address) {
        addresses.remove(address);
    }

    private void change(Container old, State state, int exitCode, String address) {
        Container changed = new Container(
                old.id(),
                old.name(),
                old.image(),
                old.imageId(),
                old.labels(),
                state,
                old.createdAt(),
                old.startedAt().or(() -> Optional.of(clock.instant())),
                state == State.EXITED ? Optional.of(clock.instant()) : Optional.empty(),
                exitCode,
                false,
                "",
                address,
                old.stopSignal());
        containers.put(old.id(), changed);
        tell(changed);
    }

    private void tell(Container changed) {
        listeners.forEach(listener -> listener.changed(changed.podUid()));
    }
}
