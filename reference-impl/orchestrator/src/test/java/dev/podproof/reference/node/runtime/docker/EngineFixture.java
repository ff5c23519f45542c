package dev.podproof.reference.node.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerSpec.Mount;
import dev.podproof.reference.node.runtime.ContainerSpec.Namespaces;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import dev.podproof.reference.node.runtime.ContainerSpec.Terminal;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The machine's own Docker Engine, which is left as it was. */
abstract class EngineFixture {
    static final URI ENGINE = URI.create("unix:///var/run/docker.sock");
    static final String NODE = "it-" + UUID.randomUUID().toString().substring(0, 8);
    static final String POD = UUID.randomUUID().toString();

    static DockerClient docker;
    static DockerRuntime runtime;
    static String image;

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

    static String started(String script) {
        String id = runtime.create(container("main", script).build());
        runtime.start(id);
        return id;
    }

    static Container find(String id) {
        return runtime.containersOf(POD).stream()
                .filter(container -> container.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static SpecBuilder container(String name, String script) {
        return new SpecBuilder(name, script);
    }

    /** What a test says of a container; the rest is as plain as can be. */
    static final class SpecBuilder {
        private final String name;
        private List<String> command;
        private Namespaces namespaces = new Namespaces("none", "private", "", Map.of());
        private List<Mount> mounts = List.of();
        private Resources resources = Resources.UNLIMITED;
        private Terminal terminal = Terminal.NONE;

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

        SpecBuilder withTerminal(Terminal wanted) {
            terminal = wanted;
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
                    terminal);
        }
    }

    static final class Output implements OutputReader {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final CompletableFuture<Optional<RuntimeFailure>> ended = new CompletableFuture<>();

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
