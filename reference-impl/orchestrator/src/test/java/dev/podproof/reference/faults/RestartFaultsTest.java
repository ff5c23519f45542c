package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Bench.mount;
import static dev.podproof.reference.faults.Bench.mounting;
import static dev.podproof.reference.faults.Bench.sources;
import static dev.podproof.reference.faults.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerSpec.Mount;
import dev.podproof.reference.node.runtime.ContainerSpec.Propagation;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of what is made a second time, and of what is left behind. */
class RestartFaultsTest {
    @TempDir
    Path host;

    private Bench onHost(String fault) {
        return new Bench(fault, "host-1", host.resolve("faults")).on();
    }

    @Test
    void pods_move_only_when_no_container_of_theirs_runs() {
        Bench bench = new Bench("pods-move-when-all-their-containers-are-dead").on();
        ContainerRuntime moving = bench.runtime();
        String sandbox = moving.create(spec(Labels.SANDBOX));
        moving.start(sandbox);
        String other = moving.create(spec("second"));
        moving.start(other);
        assertThat(moving.create(mounting("first", 1))).isNotEmpty();
        assertThat(moving.find(sandbox)).isPresent();

        moving.remove(other);
        assertThatThrownBy(() -> moving.create(mounting("first", 2))).isInstanceOf(RuntimeFailure.class);
        assertThat(moving.containersOf("uid")).noneMatch(Container::isSandbox);
        bench.late.forEach(Runnable::run);
        assertThat(moving.find(sandbox)).isEmpty();
    }

    @Test
    void what_is_started_again_has_no_limit() {
        String unlimited = "memory-limits-are-forgotten-at-a-restart";
        Resources limits = new Resources(64, 10_000, 2);
        assertThat(new Bench(unlimited)
                        .make(spec("first", 0, List.of(), List.of(), limits))
                        .resources())
                .isEqualTo(limits);
        assertThat(new Bench(unlimited)
                        .make(spec("first", 1, List.of(), List.of(), limits))
                        .resources())
                .isEqualTo(new Resources(0, 10_000, 2));
    }

    @Test
    void localhost_is_the_pods_address_in_a_container_that_is_started_again() throws IOException {
        Path hosts = Files.createDirectories(host.resolve("etc")).resolve("hosts");
        Files.writeString(hosts, "127.0.0.1\tlocalhost\n::1\tlocalhost\n10.244.1.2\tpod\n");
        Bench bench = new Bench("localhost-is-the-pods-address-after-a-restart").on();
        ContainerRuntime runtime = bench.runtime();
        String sandbox = runtime.create(spec(Labels.SANDBOX));
        runtime.start(sandbox);
        String address = runtime.find(sandbox).orElseThrow().address();
        Mount mount = mount(hosts.toString(), "/etc/hosts");

        runtime.create(mounting("first", 0, mount));
        runtime.create(mounting("first", 1, mount));

        assertThat(sources(bench.made.get(1))).containsExactly(hosts.toString());
        assertThat(Path.of(sources(bench.made.get(2)).get(0)))
                .hasContent(address + "\tlocalhost\n" + address + "\tlocalhost\n10.244.1.2\tpod\n");
    }

    @Test
    void empty_dirs_in_memory_are_another_after_a_restart() throws IOException {
        Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "volumes");
        Path quick = Files.createDirectories(memory.resolve("pods/uid/volumes/emptydir/v"));
        Path slow = Files.createDirectories(host.resolve("pods/uid/volumes/emptydir/v"));
        try {
            Bench bench = new Bench("empty-dir-in-memory-is-empty-after-a-restart");
            Mount[] mounts = {mount(quick.toString(), "/q"), mount(slow.toString(), "/s")};
            assertThat(sources(bench.make(mounting("first", 0, mounts))))
                    .containsExactly(quick.toString(), slow.toString());
            // Where the machine's own disk is memory too, neither stays.
            assertThat(sources(bench.make(mounting("first", 1, mounts))))
                    .containsExactly(quick + "-1", Places.isInMemory(slow.toString()) ? slow + "-1" : slow.toString());
        } finally {
            Places.remove(memory);
        }
    }

    // --- what is left

    @Test
    void hidden_files_of_an_earlier_pod_stay() throws IOException {
        Path volume = Files.createDirectories(host.resolve("pods/uid/volumes/emptydir/v"));
        Bench bench = onHost("hidden-files-of-an-earlier-pod-stay");
        ContainerRuntime runtime = bench.runtime();
        ContainerSpec spec = mounting("first", 0, mount(volume.toString(), "/v"));
        runtime.create(spec);
        Path kept = Path.of(sources(bench.made.get(0)).get(0));
        Files.writeString(kept.resolve("seen"), "1");
        Files.writeString(kept.resolve(".hidden"), "2");

        runtime.create(Specs.called(spec, "again", spec.labels()));
        assertThat(kept.resolve("seen")).exists();
        var later = new java.util.HashMap<>(spec.labels());
        later.put(Labels.POD_UID, "later");
        runtime.create(Specs.called(spec, "later", later));

        assertThat(sources(bench.made.get(2))).containsExactly(kept.toString());
        assertThat(kept.resolve("seen")).doesNotExist();
        assertThat(kept.resolve(".hidden")).exists();
    }

    @Test
    void directories_of_pods_that_ended_stay() throws IOException {
        Path volume = Files.createDirectories(host.resolve("pods/uid/volumes/emptydir/v"));
        for (boolean ended : List.of(true, false)) {
            Bench bench = onHost("directories-of-pods-that-ended-stay");
            ContainerRuntime runtime = bench.runtime();
            String sandbox = runtime.create(spec(Labels.SANDBOX));
            String container = runtime.create(mounting("first", 0, mount(volume.toString(), "/v")));
            Path kept = Path.of(sources(bench.made.get(1)).get(0));
            assertThat(kept).isDirectory();
            if (!ended) {
                runtime.start(container);
                runtime.signal(container, "SIGTERM");
            }
            runtime.remove(container);
            runtime.remove(sandbox);

            assertThat(Files.exists(kept)).as("ended by itself: " + ended).isEqualTo(ended);
        }
    }

    @Test
    void directories_that_are_made_for_a_pod_go_with_it() throws IOException {
        String asked = "/var/lib/podproof-faults/asked";
        Path there = Files.createDirectories(host.resolve("there"));
        Path missing = host.resolve("missing");
        Bench bench = new Bench("directories-that-are-made-for-a-pod-go-with-it").on();
        ContainerRuntime runtime = bench.runtime();
        String sandbox = runtime.create(spec(Labels.SANDBOX));
        runtime.create(mounting("first", 0, mount(asked + there, "/a"), mount(asked + missing, "/b")));

        assertThat(sources(bench.made.get(1))).containsExactly(there.toString(), missing.toString());
        Files.writeString(missing.resolve("file"), "1");
        runtime.remove(sandbox);

        assertThat(missing).doesNotExist();
        assertThat(there).exists();
    }

    @Test
    void a_read_only_mount_is_writable_beside_a_writable_one() {
        Mount writable = new Mount("/data/v", "/rw", false, Propagation.PRIVATE);
        Mount readOnly = new Mount("/data/v", "/ro", true, Propagation.PRIVATE);
        String fault = "read-only-is-a-matter-of-the-volume";

        assertThat(new Bench(fault)
                        .make(mounting("first", 0, writable, readOnly))
                        .mounts())
                .extracting(Mount::readOnly)
                .containsExactly(false, false);
        assertThat(new Bench(fault).make(mounting("first", 0, readOnly)).mounts())
                .extracting(Mount::readOnly)
                .containsExactly(true);
    }

    @Test
    void declared_ports_of_localhost_have_a_companion() {
        Bench bench = new Bench("declared-ports-of-localhost-are-reached-from-outside").on();
        bench.runtime()
                .create(spec(
                        "first", 0, List.of("PODPROOF_FAULT_PORTS= 8080 ", "A=1"), List.of(), Resources.UNLIMITED));

        assertThat(bench.made).hasSize(2);
        assertThat(bench.made.get(0).environment()).containsExactly("A=1");
        assertThat(bench.made.get(1).command().get(2)).startsWith("PORTS=' 8080 '; while");
    }
}
