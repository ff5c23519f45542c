package dev.podproof.reference.node.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerSpec.Mount;
import dev.podproof.reference.node.runtime.ContainerSpec.Namespaces;
import dev.podproof.reference.node.runtime.ContainerSpec.Propagation;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import dev.podproof.reference.node.runtime.ContainerStreams.LogQuery;
import dev.podproof.reference.node.runtime.PodNetwork;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers on the machine's own Docker Engine. */
class DockerRuntimeIT extends EngineFixture {
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
    void keeps_a_container_from_having_more_processes_than_it_may() throws Exception {
        // A shell that can't fork gives up.
        String id = started("n=0; while true; do sleep 1000 & n=$((n+1)); echo $n; done");

        await().atMost(Duration.ofMinutes(1)).until(() -> find(id).ended());

        Output output = new Output();
        try (AutoCloseable reading =
                runtime.streams().logs(id, new LogQuery(false, false, Optional.empty(), Optional.empty()), output)) {
            assertThat(reading).isNotNull();
            assertThat(output.ended.get(30, TimeUnit.SECONDS)).isEmpty();
        }
        assertThat(output.out.toString(StandardCharsets.UTF_8)).endsWith("\n" + (Creation.PROCESSES - 1) + "\n");
        assertThat(output.err.toString(StandardCharsets.UTF_8)).containsIgnoringCase("fork");
        assertThat(runtime.info().cpus()).isPositive();
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
}
