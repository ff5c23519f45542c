package dev.podproof.reference.node.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerSpec.Mount;
import dev.podproof.reference.node.runtime.ContainerSpec.Namespaces;
import dev.podproof.reference.node.runtime.ContainerSpec.Propagation;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import dev.podproof.reference.node.runtime.ContainerSpec.Terminal;
import dev.podproof.reference.node.runtime.ContainerStreams.ExecRequest;
import dev.podproof.reference.node.runtime.ContainerStreams.LogQuery;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.PodNetwork;
import dev.podproof.reference.node.runtime.ProcessStreams;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeListener;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the machine's own Docker Engine; leaves it as it was. */
class DockerRuntimeIT {
    private static final URI ENGINE = URI.create("unix:///var/run/docker.sock");
    private static final String NODE = "it-" + UUID.randomUUID().toString().substring(0, 8);
    private static final String POD = UUID.randomUUID().toString();

    private static DockerClient docker;
    private static DockerRuntime runtime;
    private static String image;

    @BeforeAll
    static void connect(@TempDir Path directory) throws Exception {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(ENGINE.toString())
                .build();
        docker = DockerClientImpl.getInstance(
                config, new ZerodepDockerHttpClient.Builder().dockerHost(ENGINE).build());
        image = ShellImage.make(docker, directory);
        runtime = DockerRuntime.at(ENGINE, NODE, Clock.systemUTC());
    }

    @AfterAll
    static void disconnect() throws Exception {
        docker.removeImageCmd(image).withForce(true).exec();
        docker.listNetworksCmd()
                .withNameFilter(NODE)
                .exec()
                .forEach(network -> docker.removeNetworkCmd(network.getId()).exec());
        runtime.close();
        docker.close();
    }

    @AfterEach
    void removeContainers() {
        runtime.containers().forEach(container -> runtime.remove(container.id()));
    }

    @Test
    void says_what_the_engine_and_its_host_are() {
        assertThat(runtime.info().version()).startsWith("docker://");
        assertThat(runtime.info().operatingSystem()).isEqualTo("linux");
        assertThat(runtime.info().memoryBytes()).isPositive();
    }

    @Test
    void follows_a_container_from_its_making_to_its_end() {
        String id = runtime.create(container("main", "echo hello; exit 3").build());

        assertThat(find(id).state()).isEqualTo(Container.State.CREATED);
        assertThat(find(id).ended()).isFalse();

        runtime.start(id);
        await().until(() -> find(id).ended());

        Container ended = find(id);
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.startedAt()).isPresent();
        // Not compared with the start: the Engine notes a start when its shim has answered, and such a short life may
        // be over by then.
        assertThat(ended.finishedAt()).isPresent();
        assertThat(ended.containerName()).isEqualTo("main");
        assertThat(ended.podUid()).isEqualTo(POD);
        assertThat(ended.restartCount()).isEqualTo(2);
    }

    @Test
    void sees_only_the_containers_of_its_own_node() {
        String ours = runtime.create(container("main", "exit 0").build());
        String other;
        try (DockerRuntime neighbour = DockerRuntime.at(ENGINE, NODE + "-neighbour", Clock.systemUTC())) {
            other = neighbour.create(container("other", "exit 0").build());
            assertThat(runtime.containers()).extracting(Container::id).containsExactly(ours);
            assertThat(runtime.containersOf("another pod")).isEmpty();
            neighbour.remove(other);
            assertThat(neighbour.containers()).isEmpty();
        }
    }

    @Test
    void keeps_the_engines_words_on_a_container_that_can_not_be_started() {
        String id = runtime.create(container("main", "").withCommand("/nope").build());

        assertThatExceptionOfType(RuntimeFailure.class)
                .isThrownBy(() -> runtime.start(id))
                .withMessageContaining("/nope");

        assertThat(find(id).ended()).isTrue();
        assertThat(find(id).error()).contains("/nope");
        assertThat(find(id).exitCode()).isEqualTo(127);
    }

    @Test
    void ends_a_container_by_a_signal_and_says_so_without_being_asked() throws Exception {
        Set<String> changed = ConcurrentHashMap.newKeySet();
        CompletableFuture<Void> connected = new CompletableFuture<>();
        try (AutoCloseable watch = runtime.watch(new RuntimeListener() {
            @Override
            public void changed(String podUid) {
                changed.add(podUid);
            }

            @Override
            public void resync() {
                connected.complete(null);
            }
        })) {
            assertThat(watch).isNotNull();
            connected.get(20, TimeUnit.SECONDS);
            String id = runtime.create(container("main", "sleep 1000").build());
            runtime.start(id);

            runtime.signal(id, "SIGKILL");

            await().until(() -> changed.contains(POD));
            await().until(() -> find(id).ended());
            assertThat(find(id).exitCode()).isEqualTo(137);
            runtime.signal(id, "SIGKILL");
        }
    }

    @Test
    void kills_a_container_that_takes_more_memory_than_it_may() {
        // The first process outlives the greedy one: an Engine that hears of a container's end before it hears of the
        // memory event never tells of the latter.
        String hungry = "(a=x; while true; do a=$a$a; done); sleep 1";
        String id = runtime.create(container("main", hungry)
                .withResources(new Resources(8 << 20, 0, 2))
                .build());

        runtime.start(id);

        await().until(() -> find(id).ended());
        assertThat(find(id).outOfMemory()).isTrue();
    }

    @Test
    void shows_a_directory_of_the_host_and_keeps_a_read_only_one_from_being_written(@TempDir Path directory)
            throws Exception {
        String id = runtime.create(container("main", "echo one > /rw/file; echo two > /ro/file || exit 9")
                .withMounts(
                        new Mount(directory.toString(), "/rw", false, Propagation.PRIVATE),
                        new Mount(directory.toString(), "/ro", true, Propagation.PRIVATE))
                .build());

        runtime.start(id);

        await().until(() -> find(id).ended());
        assertThat(find(id).exitCode()).isEqualTo(9);
        assertThat(Files.readString(directory.resolve("file"))).isEqualTo("one\n");
    }

    @Test
    void makes_the_pods_network_once_and_gives_containers_addresses_from_it() {
        PodNetwork network = new PodNetwork(NODE, "pp" + NODE.substring(3), "10.211.77.0/24", "10.211.77.1", 1450);

        runtime.ensureNetwork(network);
        runtime.ensureNetwork(network);

        String id = runtime.create(container("main", "sleep 1000")
                .withNamespaces(new Namespaces(NODE, "shareable", "", Map.of()))
                .build());
        runtime.start(id);
        assertThat(find(id).address()).startsWith("10.211.77.");
        assertThatExceptionOfType(RuntimeFailure.class)
                .isThrownBy(() -> runtime.ensureNetwork(
                        new PodNetwork(NODE, network.bridge(), "10.211.78.0/24", "10.211.78.1", 1450)))
                .withMessageContaining("10.211.78.0/24");
    }

    @Test
    void knows_which_images_are_there_and_passes_the_registrys_words_on() {
        assertThat(runtime.image(image)).isPresent();
        assertThat(runtime.image("podproof.invalid/none:1")).isEmpty();
        assertThatExceptionOfType(RuntimeFailure.class)
                .isThrownBy(() -> runtime.pull("podproof.invalid/none:1"))
                .withMessageContaining("podproof.invalid");
    }

    @Test
    void passes_a_commands_streams_both_ways_and_tells_how_it_ended() throws Exception {
        String id = started("sleep 1000");
        Output output = new Output();
        byte[] sent = new byte[3_000_000];
        new Random(7).nextBytes(sent);

        try (ProcessStreams process =
                runtime.streams().exec(id, exec(false, "sh", "-c", "cat; echo problem >&2; exit 5"), output)) {
            process.write(ByteBuffer.wrap(sent));
            process.endInput();

            assertThat(output.ended.get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(output.out.toByteArray()).isEqualTo(sent);
            assertThat(output.err.toString(StandardCharsets.UTF_8)).isEqualTo("problem\n");
            assertThat(process.exitCode()).isEqualTo(5);
        }
    }

    @Test
    void gives_a_command_a_terminal_of_the_size_that_it_is_told() throws Exception {
        String id = started("sleep 1000");
        Output output = new Output();

        try (ProcessStreams process =
                runtime.streams().exec(id, exec(true, "sh", "-c", "read go; stty size; exit 0"), output)) {
            process.resize(132, 43);
            process.write(ByteBuffer.wrap("go\n".getBytes(StandardCharsets.UTF_8)));

            assertThat(output.ended.get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(output.out.toString(StandardCharsets.UTF_8)).contains("43 132");
        }
    }

    @Test
    void refuses_a_command_in_a_container_that_does_not_run() {
        String id = runtime.create(container("main", "exit 0").build());

        assertThatExceptionOfType(RuntimeFailure.class)
                .isThrownBy(() -> runtime.streams().exec(id, exec(false, "sh"), new Output()))
                .withMessageContaining("not running");
    }

    @Test
    void reads_what_a_container_wrote_all_of_it_or_the_last_lines() throws Exception {
        String id = started("echo one; echo two; echo three >&2");
        await().until(() -> find(id).ended());

        assertThat(logs(id, new LogQuery(false, false, Optional.empty(), Optional.empty())))
                .isEqualTo("one\ntwo\nthree\n");
        assertThat(logs(id, new LogQuery(false, false, Optional.of(1L), Optional.empty())))
                .hasLineCount(1);
        assertThat(logs(id, new LogQuery(false, true, Optional.empty(), Optional.empty())))
                .matches("(?s)\\d{4}-\\d\\d-\\d\\dT.*Z one\n.*");
    }

    @Test
    void follows_what_a_container_writes_until_it_ends() throws Exception {
        String id = started("echo early; read go < /dev/stdin; echo late; exit 0");
        Output output = new Output();
        try (AutoCloseable reading =
                runtime.streams().logs(id, new LogQuery(true, false, Optional.empty(), Optional.empty()), output)) {
            assertThat(reading).isNotNull();
            assertThat(output.ended.get(30, TimeUnit.SECONDS)).isEmpty();
        }
        assertThat(output.out.toString(StandardCharsets.UTF_8)).isEqualTo("early\nlate\n");
    }

    private static String logs(String id, LogQuery query) throws Exception {
        Output output = new Output();
        try (AutoCloseable reading = runtime.streams().logs(id, query, output)) {
            assertThat(reading).isNotNull();
            assertThat(output.ended.get(30, TimeUnit.SECONDS)).isEmpty();
        }
        return output.out.toString(StandardCharsets.UTF_8) + output.err.toString(StandardCharsets.UTF_8);
    }

    private static ExecRequest exec(boolean tty, String... command) {
        return new ExecRequest(List.of(command), true, true, !tty, tty);
    }

    private static String started(String script) {
        String id = runtime.create(container("main", script).build());
        runtime.start(id);
        return id;
    }

    private static Container find(String id) {
        return runtime.containersOf(POD).stream()
                .filter(container -> container.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static SpecBuilder container(String name, String script) {
        return new SpecBuilder(name, script);
    }

    /** What a test says of a container; the rest is as plain as can be. */
    private static final class SpecBuilder {
        private final String name;
        private List<String> command;
        private Namespaces namespaces = new Namespaces("none", "private", "", Map.of());
        private List<Mount> mounts = List.of();
        private Resources resources = Resources.UNLIMITED;

        SpecBuilder(String name, String script) {
            this.name = name;
            this.command = List.of("/bin/sh", "-c", script);
        }

        SpecBuilder withCommand(String... words) {
            command = List.of(words);
            return this;
        }

        SpecBuilder withNamespaces(Namespaces wanted) {
            namespaces = wanted;
            return this;
        }

        SpecBuilder withMounts(Mount... wanted) {
            mounts = List.of(wanted);
            return this;
        }

        SpecBuilder withResources(Resources wanted) {
            resources = wanted;
            return this;
        }

        ContainerSpec build() {
            return new ContainerSpec(
                    NODE + "-" + name + "-" + UUID.randomUUID(),
                    image,
                    command,
                    List.of(),
                    List.of("PATH=/bin:/usr/bin"),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(Labels.POD_UID, POD, Labels.CONTAINER, name, Labels.RESTART_COUNT, "2"),
                    namespaces,
                    mounts,
                    List.of(),
                    resources,
                    ContainerSpec.Privileges.DEFAULT,
                    Terminal.NONE);
        }
    }

    private static final class Output implements OutputReader {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final CompletableFuture<Optional<RuntimeFailure>> ended = new CompletableFuture<>();

        @Override
        public void bytes(Source source, ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            (source == Source.ERR ? err : out).writeBytes(copy);
        }

        @Override
        public void end(Optional<RuntimeFailure> failure) {
            ended.complete(failure);
        }
    }
}
