package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.FakeStreams;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.node.runtime.PodNetwork;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeFailure.Reason;
import dev.podproof.reference.node.runtime.RuntimeInfo;
import dev.podproof.reference.node.runtime.RuntimeListener;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine without processes: containers run until the test, or a signal, ends them. */
final class FakeRuntime implements ContainerRuntime {
    private final Clock clock;
    private final Map<String, Container> containers = new ConcurrentHashMap<>();
    private final Map<String, ContainerSpec> specs = new ConcurrentHashMap<>();
    private final Map<String, Image> images = new ConcurrentHashMap<>();
    private final Map<String, String> unstartable = new ConcurrentHashMap<>();
    private final Map<String, Runnable> brief = new ConcurrentHashMap<>();
    private final Map<String, String> unmakeable = new ConcurrentHashMap<>();
    private final List<RuntimeListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger sequence = new AtomicInteger();
    /** What was asked of the engine that changed something, in order. */
    final List<String> done = new CopyOnWriteArrayList<>();

    /** What was asked of it as a whole, in order. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** Answers the commands that are run in containers. */
    final FakeStreams streams = new FakeStreams();

    volatile boolean deafToTerm;
    volatile boolean down;

    FakeRuntime(Clock clock, String... images) {
        this.clock = clock;
        for (String image : images) {
            this.images.put(image, new Image("sha256:" + image.hashCode(), List.of(image), 1, ""));
        }
    }

    void has(Image image) {
        images.put(image.id(), image);
    }

    void refuseToMake(String container, String words) {
        unmakeable.put(container, words);
    }

    /** All that runs ends, as when the engine itself is started anew. */
    void crash() {
        containers.values().stream().filter(Container::running).forEach(found -> exit(found, 137));
    }

    void refuseToStart(String container, String words) {
        unstartable.put(container, words);
    }

    /** Makes the container's process end, as if by itself. */
    void end(String container, int code) {
        running(container).ifPresent(found -> exit(found, code));
    }

    Optional<Container> running(String container) {
        return containers.values().stream()
                .filter(found -> found.containerName().equals(container) && found.running())
                .findFirst();
    }

    ContainerSpec spec(String id) {
        return specs.get(id);
    }

    @Override
    public RuntimeInfo info() {
        asked.add("info");
        answer();
        return new RuntimeInfo("docker://fake", 2, 4L << 30, "linux", "amd64", "6", "Fake");
    }

    @Override
    public void ping() {
        asked.add("ping");
        answer();
    }

    private void answer() {
        if (down) {
            throw new RuntimeFailure(Reason.UNAVAILABLE, "no engine", null);
        }
    }

    @Override
    public void ensureNetwork(PodNetwork network) {
        done.add("network " + network.subnet());
    }

    @Override
    public List<Container> containers() {
        return new ArrayList<>(containers.values());
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
        String refused = unmakeable.get(spec.labels().get(Labels.CONTAINER));
        if (refused != null) {
            throw new RuntimeFailure(Reason.REFUSED, refused, null);
        }
        String id = "c" + sequence.incrementAndGet();
        specs.put(id, spec);
        containers.put(id, container(id, spec));
        done.add("create " + containers.get(id).containerName());
        return id;
    }

    private Container container(String id, ContainerSpec spec) {
        return new Container(
                id,
                spec.name(),
                spec.image(),
                spec.image(),
                spec.labels(),
                Container.State.CREATED,
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                0,
                false,
                "",
                "",
                "SIGTERM");
    }

    @Override
    public void start(String id) {
        Container container = containers.get(id);
        String words = unstartable.get(container.containerName());
        if (words != null) {
            put(with(container, Container.State.CREATED, 127, words));
            throw new RuntimeFailure(Reason.REFUSED, words, null);
        }
        put(with(container, Container.State.RUNNING, 0, ""));
        done.add("start " + container.containerName());
        Runnable work = brief.get(container.containerName());
        if (work != null) {
            work.run();
            put(with(container, Container.State.EXITED, 0, ""));
        }
        tell(container.podUid());
    }

    /** That container does this when it is started, and has ended well before anybody looks. */
    void isBrief(String container, Runnable work) {
        brief.put(container, work);
    }

    @Override
    public void signal(String id, String signal) {
        Container container = containers.get(id);
        if (container == null || !container.running()) {
            return;
        }
        done.add(signal + " " + container.containerName());
        if (!deafToTerm || signal.equals("SIGKILL")) {
            exit(container, signal.equals("SIGKILL") ? 137 : 143);
        }
    }

    @Override
    public void remove(String id) {
        Container gone = containers.remove(id);
        if (gone != null) {
            done.add("remove " + gone.containerName());
            tell(gone.podUid());
        }
    }

    @Override
    public Optional<Image> image(String reference) {
        return Optional.ofNullable(images.get(reference));
    }

    @Override
    public void pull(String reference) {
        done.add("pull " + reference);
        throw new RuntimeFailure(Reason.FAILED, "Error response from daemon: no such registry", null);
    }

    @Override
    public List<Image> images() {
        asked.add("images");
        return new ArrayList<>(images.values());
    }

    @Override
    public AutoCloseable watch(RuntimeListener listener) {
        listeners.add(listener);
        listener.resync();
        return () -> listeners.remove(listener);
    }

    @Override
    public ContainerStreams streams() {
        return streams;
    }

    @Override
    public void close() {
        listeners.clear();
    }

    private void exit(Container container, int code) {
        put(with(container, Container.State.EXITED, code, ""));
        tell(container.podUid());
    }

    private void put(Container container) {
        containers.put(container.id(), container);
    }

    private Container with(Container old, Container.State state, int code, String error) {
        boolean started = state != Container.State.CREATED;
        boolean sandbox = old.labels().get(Labels.CONTAINER).equals(Labels.SANDBOX);
        return new Container(
                old.id(),
                old.name(),
                old.image(),
                old.imageId(),
                old.labels(),
                state,
                old.createdAt(),
                old.startedAt().or(() -> started ? Optional.of(clock.instant()) : Optional.empty()),
                state == Container.State.EXITED ? Optional.of(clock.instant()) : Optional.empty(),
                code,
                false,
                error,
                sandbox && state == Container.State.RUNNING ? "10.244.1." + (1 + sequence.get()) : "",
                old.stopSignal());
    }

    private void tell(String podUid) {
        listeners.forEach(listener -> listener.changed(podUid));
    }
}
