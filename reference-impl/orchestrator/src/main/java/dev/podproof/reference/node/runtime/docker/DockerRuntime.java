package dev.podproof.reference.node.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.node.runtime.PodNetwork;
import dev.podproof.reference.node.runtime.RuntimeInfo;
import dev.podproof.reference.node.runtime.RuntimeListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Docker Engine behind its socket. */
public final class DockerRuntime implements ContainerRuntime {
    /**
     * As many as there can be threads that ask: what lasts has connections of its own, but for the events and for images that are
     * pulled. Past that a call waits for another one's end.
     */
    private static final int CONNECTIONS = 512;

    /** An Engine that hangs must not make its host look well. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final DockerClient docker;
    private final Engine engine;
    private final Duration patience;
    private final Path socket;
    private final Inspections inspections;
    private final String node;
    private final String ours;
    private final DockerStreams streams;
    private volatile LogConfig logConfig;

    private DockerRuntime(DockerClient docker, Duration patience, Path socket, String node, Clock clock) {
        this.docker = docker;
        this.engine = new Engine(docker, patience);
        this.patience = patience;
        this.socket = socket;
        this.ours = Labels.NODE + "=" + node;
        this.node = node;
        this.streams = new DockerStreams(engine, socket, clock);
        this.inspections = new Inspections(docker);
    }

    /**
     * Talks to an Engine; connects when first asked something.
     *
     * @param engine its address, as in {@code unix:///var/run/docker.sock}
     * @param node whose containers these are: others are neither seen nor touched
     */
    public static DockerRuntime at(URI engine, String node, Clock clock) {
        return at(engine, node, clock, EngineConnection.PATIENCE);
    }

    /** @param patience for one call that does not last by its nature */
    static DockerRuntime at(URI engine, String node, Clock clock, Duration patience) {
        if (!"unix".equals(engine.getScheme())) {
            throw new IllegalArgumentException(
                    "the Docker Engine is reached through its unix socket only, as in unix:///var/run/docker.sock: "
                            + engine);
        }
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(engine.toString())
                .withDockerTlsVerify(false)
                .build();
        var transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(engine)
                .maxConnections(CONNECTIONS)
                .build();
        return new DockerRuntime(
                DockerClientImpl.getInstance(config, transport), patience, Path.of(engine.getPath()), node, clock);
    }

    @Override
    public RuntimeInfo info() {
        return engine.ask(client -> {
            var info = client.infoCmd().exec();
            return new RuntimeInfo(
                    "docker://" + info.getServerVersion(),
                    info.getNCPU(),
                    info.getMemTotal(),
                    info.getOsType(),
                    Engine.architecture(info.getArchitecture()),
                    info.getKernelVersion(),
                    info.getOperatingSystem());
        });
    }

    @Override
    public void ping() {
        EngineConnection.ask(socket, "GET", "/_ping", SIGN_OF_LIFE).close();
    }

    @Override
    public void ensureNetwork(PodNetwork network) {
        engine.tell(client -> new Networks(client).ensure(network));
    }

    @Override
    public List<Container> containers() {
        return list(List.of(ours));
    }

    @Override
    public List<Container> containersOf(String podUid) {
        return list(List.of(ours, Labels.POD_UID + "=" + podUid));
    }

    private List<Container> list(List<String> labels) {
        return engine.ask(client -> client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec().stream()
                .flatMap(listed -> inspections.of(listed).stream())
                .toList());
    }

    @Override
    public Optional<Container> find(String id) {
        return engine.ask(client -> inspections.of(id));
    }

    @Override
    public String create(ContainerSpec spec) {
        return engine.ask(client -> new Creation(client, spec, node, logConfig(client)).exec());
    }

    /** The Engine's version is asked for once. */
    private LogConfig logConfig(DockerClient client) {
        LogConfig known = logConfig;
        if (known == null) {
            known = Creation.logs(client.versionCmd().exec().getVersion());
            logConfig = known;
        }
        return known;
    }

    @Override
    public void start(String id) {
        engine.tell(client -> {
            try {
                client.startContainerCmd(id).exec();
            } catch (NotModifiedException alreadyRuns) {
                return;
            }
        });
    }

    @Override
    public void signal(String id, String signal) {
        engine.tell(client -> {
            try {
                client.killContainerCmd(id).withSignal(signal).exec();
            } catch (NotFoundException | ConflictException notRunning) {
                return;
            }
        });
    }

    @Override
    public void remove(String id) {
        engine.tell(client -> {
            try {
                client.removeContainerCmd(id)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException gone) {
                inspections.forget(id);
            }
        });
        inspections.forget(id);
    }

    @Override
    public Optional<Image> image(String reference) {
        return engine.ask(client -> {
            try {
                return Optional.of(image(client.inspectImageCmd(reference).exec()));
            } catch (NotFoundException absent) {
                return Optional.empty();
            }
        });
    }

    private static Image image(InspectImageResponse image) {
        var config = image.getConfig();
        String user = config == null || config.getUser() == null ? "" : config.getUser();
        return new Image(
                image.getId(), names(image.getRepoTags(), image.getRepoDigests()), size(image.getSize()), user);
    }

    @Override
    public void pull(String reference) {
        engine.tellAtLength(client -> {
            Pull pull = new Pull();
            client.pullImageCmd(Engine.withTag(reference)).exec(pull);
            pull.await(patience);
        });
    }

    @Override
    public List<Image> images() {
        return engine.ask(client -> client.listImagesCmd().exec().stream()
                .map(image -> new Image(
                        image.getId(),
                        names(tags(image.getRepoTags()), tags(image.getRepoDigests())),
                        size(image.getSize()),
                        ""))
                .toList());
    }

    private static List<String> tags(String[] names) {
        return names == null ? List.of() : Arrays.asList(names);
    }

    private static List<String> names(List<String> tags, List<String> digests) {
        return Stream.of(tags == null ? List.<String>of() : tags, digests == null ? List.<String>of() : digests)
                .flatMap(List::stream)
                .filter(name -> !name.contains("<none>"))
                .toList();
    }

    private static long size(Long bytes) {
        return bytes == null ? 0 : bytes;
    }

    @Override
    public AutoCloseable watch(RuntimeListener listener) {
        EventStream stream = new EventStream(docker, ours, inspections, listener);
        stream.start();
        return stream;
    }

    @Override
    public ContainerStreams streams() {
        return streams;
    }

    @Override
    public void close() {
        try {
            docker.close();
        } catch (IOException cause) {
            throw new UncheckedIOException("can't close the connection to the Docker Engine", cause);
        }
    }
}
