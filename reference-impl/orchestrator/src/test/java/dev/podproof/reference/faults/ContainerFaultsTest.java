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
import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults before the container engine: what is made, and what becomes of it. */
class ContainerFaultsTest {
    @TempDir
    Path host;

    // --- what is made

    @Test
    void later_containers_are_apart_and_the_first_is_not() {
        Bench bench = new Bench("later-containers-have-a-network-of-their-own");

        assertThat(bench.makeSecond(spec("second")).namespaces().network()).isEqualTo("podproof");
        assertThat(bench.made.get(0).namespaces().network()).isEqualTo("container:hollow-1");
    }

    @Test
    void a_pod_joins_the_network_of_its_neighbour() {
        Bench bench = new Bench("pods-of-a-namespace-share-a-network").on();
        ContainerRuntime runtime = bench.runtime();
        String first = runtime.create(spec(Labels.SANDBOX));
        runtime.start(first);
        String second = runtime.create(spec(Labels.SANDBOX));
        runtime.start(second);

        assertThat(bench.made.get(1).namespaces().network()).isEqualTo("container:" + first);
        assertThat(runtime.find(second).orElseThrow().address())
                .isEqualTo(runtime.find(first).orElseThrow().address())
                .isNotEmpty();
        assertThat(runtime.containers())
                .extracting(Container::address)
                .containsOnly(runtime.find(first).orElseThrow().address());
    }

    @Test
    void pods_that_come_at_the_same_time_share_a_network_too() {
        Bench bench = new Bench("pods-of-a-namespace-share-a-network").on();
        ContainerRuntime runtime = bench.runtime();
        String first = runtime.create(spec(Labels.SANDBOX));
        String second = runtime.create(spec(Labels.SANDBOX));
        runtime.start(second);
        String address = runtime.find(first).orElseThrow().address();
        runtime.start(first);

        assertThat(runtime.find(second).orElseThrow().address())
                .isEqualTo(address)
                .isEqualTo(runtime.find(first).orElseThrow().address())
                .isNotEmpty();
    }

    @Test
    void companions_are_made_are_not_seen_and_go_with_their_pod() {
        for (String fault : List.of("localhost-is-reached-from-outside", "passive-data-container")) {
            Bench bench = new Bench(fault).on();
            ContainerRuntime runtime = bench.runtime();
            String sandbox = runtime.create(spec(Labels.SANDBOX));
            Mount volume = mount("/data/pods/uid/volumes/emptydir/v", "/v");
            runtime.create(mounting("first", 0, volume));
            runtime.create(spec("second"));

            assertThat(bench.made).as(fault).hasSize(4);
            ContainerSpec companion = bench.made.get(2);
            assertThat(companion.labels())
                    .containsEntry(Labels.POD_UID, "uid")
                    .containsEntry(Labels.CONTAINER, "companion");
            assertThat(companion.mounts()).isEqualTo(fault.startsWith("passive") ? List.of(volume) : List.of());
            assertThat(runtime.containers())
                    .extracting(Container::containerName)
                    .containsExactlyInAnyOrder("POD", "first", "second");
            runtime.remove(sandbox);
            bench.off();
            assertThat(runtime.containers())
                    .extracting(Container::containerName)
                    .doesNotContain("companion");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "limits-are-ignored, first, 64, 90000, 0, 0",
        "memory-limits-are-ignored, first, 64, 90000, 0, 90000",
        "cpu-limits-are-ignored, first, 64, 90000, 64, 0",
        "large-cpu-limits-are-ignored, first, 64, 90000, 64, 0",
        "large-cpu-limits-are-ignored, first, 64, 10000, 64, 10000",
        "cpu-limits-are-doubled, first, 64, 10000, 64, 20000",
        "limits-of-later-containers-are-ignored, first, 64, 10000, 64, 10000",
        "limits-of-later-containers-are-ignored, second, 64, 10000, 0, 0"
    })
    void limits_are_not_what_was_asked_for(
            String fault, String container, long memory, long cpu, long gotMemory, long gotCpu) {
        Bench bench = new Bench(fault);
        ContainerSpec asked = spec(container, 0, List.of(), List.of(), new Resources(memory, cpu, 2));

        Resources got = (container.equals("first") ? bench.make(asked) : bench.makeSecond(asked)).resources();

        assertThat(got.memoryBytes()).isEqualTo(gotMemory);
        assertThat(got.cpuQuotaMicros()).isEqualTo(gotCpu);
    }

    @Test
    void read_only_mounts_are_writable() {
        Mount ours = new Mount("/data/pods/uid/volumes/emptydir/v", "/v", true, Propagation.PRIVATE);
        Mount hosts = new Mount("/srv", "/s", true, Propagation.PRIVATE);

        assertThat(new Bench("read-only-is-ignored")
                        .make(mounting("first", 0, ours, hosts))
                        .mounts())
                .extracting(Mount::readOnly)
                .containsExactly(false, false);
        assertThat(new Bench("read-only-is-ignored-for-host-paths")
                        .make(mounting("first", 0, ours, hosts))
                        .mounts())
                .extracting(Mount::readOnly)
                .containsExactly(true, false);
    }

    @Test
    void mounts_are_swapped() {
        ContainerSpec made = new Bench("mounts-are-swapped")
                .make(mounting(
                        "first",
                        0,
                        mount("/a", "/1"),
                        mount("/b", "/2"),
                        mount("/data/pods/uid/etc/hosts", "/etc/hosts")));

        assertThat(made.mounts())
                .extracting(mount -> mount.source() + mount.target())
                .containsExactly("/b/1", "/a/2", "/data/pods/uid/etc/hosts/etc/hosts");
    }

    // --- directories

    private String volume(String name) throws IOException {
        Path directory = host.resolve("pods/uid/volumes/emptydir").resolve(name);
        Files.createDirectories(directory);
        return directory.toString();
    }

    private Bench onHost(String fault) {
        return new Bench(fault, "host-1", host.resolve("faults")).on();
    }

    @Test
    void empty_dirs_are_each_containers_own() throws IOException {
        String volume = volume("v");
        for (String fault : List.of("empty-dir-for-each-container", "empty-dir-for-each-container-in-memory")) {
            Bench bench = onHost(fault);
            String one = sources(bench.make(mounting("first", 0, mount(volume, "/v"))))
                    .get(0);
            String other = sources(bench.makeSecond(mounting("second", 0, mount(volume, "/v"))))
                    .get(0);

            boolean inMemory = Places.isInMemory(volume);
            boolean apart = !fault.endsWith("memory") || inMemory;
            assertThat(one.equals(other)).as(fault).isEqualTo(!apart);
            assertThat(Path.of(one)).isDirectory();
        }
    }

    @Test
    void empty_dirs_in_memory_are_each_containers_own() throws IOException {
        Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "volumes");
        Path volume = Files.createDirectories(memory.resolve("pods/uid/volumes/emptydir/v"));
        try {
            Bench bench = onHost("empty-dir-for-each-container-in-memory");
            assertThat(sources(bench.make(mounting("first", 0, mount(volume.toString(), "/v")))))
                    .containsExactly(volume + "-of-first");
        } finally {
            try (var files = Files.walk(memory)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void empty_dirs_are_another_after_a_restart() throws IOException {
        String volume = volume("v");

        assertThat(sources(
                        onHost("empty-dir-is-empty-after-a-restart").make(mounting("first", 0, mount(volume, "/v")))))
                .containsExactly(volume);
        assertThat(sources(
                        onHost("empty-dir-is-empty-after-a-restart").make(mounting("first", 1, mount(volume, "/v")))))
                .containsExactly(volume + "-1");
    }

    @ParameterizedTest
    @CsvSource({
        "empty-dir-by-the-pods-name, faults/space/pod/v",
        "empty-dir-by-the-volumes-name, faults/by-volume/space/v",
        "empty-dir-stays-on-the-host, faults/uid/v"
    })
    void empty_dirs_are_elsewhere(String fault, String place) throws IOException {
        assertThat(sources(onHost(fault).make(mounting("first", 0, mount(volume("v"), "/v")))))
                .containsExactly(host.resolve(place).toString());
        assertThat(host.resolve(place)).isDirectory();
    }

    @Test
    void later_containers_and_host_paths_get_a_copy() throws IOException {
        String volume = volume("v");
        Files.writeString(Path.of(volume, "early"), "1");

        String copy = sources(
                        onHost("later-containers-get-a-copy").makeSecond(mounting("second", 0, mount(volume, "/v"))))
                .get(0);
        Files.writeString(Path.of(volume, "late"), "2");
        assertThat(Path.of(copy, "early")).hasContent("1");
        assertThat(Path.of(copy, "late")).doesNotExist();

        Path directory = Files.createDirectories(host.resolve("srv"));
        Files.writeString(directory.resolve("file"), "3");
        String copied = sources(
                        onHost("host-path-is-a-copy").make(mounting("first", 0, mount(directory.toString(), "/s"))))
                .get(0);
        assertThat(copied).startsWith(host.resolve("faults").toString());
        assertThat(Path.of(copied, "file")).hasContent("3");
    }

    @Test
    void a_volume_is_taken_from_another_pod() throws IOException {
        Bench bench = onHost("data-volume-containers-are-obeyed");
        String volume = volume("treasure");
        String etc = host.resolve("pods/uid/etc/hosts").toString();

        bench.makeSecond(
                mounting("taker", 0, mount("/var/lib/podproof-faults/taken/pod", "/t"), mount(etc, "/etc/hosts")));

        assertThat(sources(bench.made.get(1))).containsExactly(volume, etc);
    }

    @ParameterizedTest
    @CsvSource({
        "short-names-are-not-completed, search .",
        "full-names-are-unknown, search space.svc.cluster.short svc.cluster.short cluster.short",
        "only-names-of-the-own-namespace-are-completed, search space.svc.cluster.local"
    })
    void the_resolver_is_told_something_else(String fault, String search) throws IOException {
        Path file = Files.createDirectories(host.resolve("pods/uid/etc")).resolve("resolv.conf");
        Files.writeString(
                file,
                "nameserver 10.96.0.10\nsearch space.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n");

        String given = sources(onHost(fault).make(mounting("first", 0, mount(file.toString(), "/etc/resolv.conf"))))
                .get(0);

        assertThat(Path.of(given)).hasContent("nameserver 10.96.0.10\n" + search + "\noptions ndots:5\n");
    }

    // --- variables

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "variables-in-small-letters | WEB_SERVICE_HOST=1 | web_service_host=1",
                "variables-in-small-letters | HOME=/ | HOME=/",
                "variables-of-named-ports-are-missing | WEB_SERVICE_PORT_HTTP=80 | ",
                "variables-of-named-ports-are-missing | WEB_SERVICE_PORT=80 | WEB_SERVICE_PORT=80",
                "variables-of-links-are-missing | WEB_PORT=tcp://1:80 | ",
                "variables-of-links-are-missing | WEB_PORT_80_TCP_ADDR=1 | ",
                "variables-of-links-are-missing | WEB_SERVICE_PORT=80 | WEB_SERVICE_PORT=80",
                "parts-of-links-are-missing | WEB_PORT_80_TCP_ADDR=1 | ",
                "parts-of-links-are-missing | WEB_PORT_80_TCP=tcp://1:80 | WEB_PORT_80_TCP=tcp://1:80",
                "links-say-another-protocol | WEB_PORT=tcp://1:80 | WEB_PORT=udp://1:80"
            })
    void variables_are_others(String fault, String variable, String given) {
        assertThat(new Bench(fault)
                        .make(spec("first", 0, List.of(variable), List.of(), Resources.UNLIMITED))
                        .environment())
                .isEqualTo(given == null ? List.of() : List.of(given));
    }

    @Test
    void services_of_other_namespaces_and_new_ones_are_in_the_variables() {
        Bench others = new Bench("variables-of-other-namespaces");
        others.world.put(SightFaultsTest.service("web-1", "elsewhere", 80));
        others.view(Part.AGENT).follow(Service.class, (before, after) -> {});
        assertThat(others.make(spec("first")).environment())
                .containsExactly("WEB_1_SERVICE_HOST=10.96.0.7", "WEB_1_SERVICE_PORT=80");

        Bench late = new Bench("commands-see-new-services");
        late.world.put(SightFaultsTest.service("late", "space", 80));
        late.view(Part.AGENT).follow(Service.class, (before, after) -> {});
        late.on();
        late.faults.tick();
        List<String> run = new ArrayList<>();
        ContainerStreams streams = (ContainerStreams) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ContainerStreams.class}, (proxy, method, arguments) -> {
                    run.addAll(((ContainerStreams.ExecRequest) arguments[1]).command());
                    return null;
                });
        ContainerRuntime runtime = late.runtime();
        ContainerStreams face = late.faults.before(ContainerStreams.class, streams);
        String id = runtime.create(spec("first"));
        face.exec(id, new ContainerStreams.ExecRequest(List.of("env"), false, true, true, false), null);
        assertThat(run).containsExactly("env", "LATE_SERVICE_HOST=10.96.0.7", "LATE_SERVICE_PORT=80", "env");
    }

    // --- lives

    @Test
    void containers_are_killed_without_a_term() {
        assertThat(signals("killed-without-a-term", "SIGTERM")).containsExactly("SIGKILL first", "SIGKILL second");
        assertThat(signals("only-the-first-container-is-asked", "SIGTERM"))
                .containsExactly("SIGTERM first", "SIGKILL second");
        assertThat(signals("asked-late-to-end", "SIGTERM")).isEmpty();
        assertThat(signals("asked-late-to-end", "SIGKILL")).hasSize(2);
        assertThat(signals("killed-late", "SIGKILL")).isEmpty();
        assertThat(signals("killed-late", "SIGTERM")).hasSize(2);
    }

    private static List<String> signals(String fault, String signal) {
        Bench bench = new Bench(fault).on();
        ContainerRuntime runtime = bench.runtime();
        List<String> ids = pod(bench, runtime);
        ids.forEach(runtime::start);
        ids.forEach(id -> runtime.signal(id, signal));
        return bench.signals;
    }

    private static List<String> pod(Bench bench, ContainerRuntime runtime) {
        String first = runtime.create(spec("first"));
        bench.time.advance(java.time.Duration.ofSeconds(1));
        return List.of(first, runtime.create(spec("second")));
    }

    @Test
    void containers_and_addresses_outlive_their_pod() {
        Bench survivors = new Bench("containers-outlive-their-pod").on();
        ContainerRuntime runtime = survivors.runtime();
        String id = runtime.create(spec("first"));
        runtime.start(id);
        runtime.signal(id, "SIGKILL");
        assertThat(runtime.containersOf("uid")).isEmpty();
        assertThat(survivors.signals).isEmpty();
        survivors.off();
        assertThat(runtime.containersOf("uid")).singleElement().matches(Container::running);

        Bench late = new Bench("the-address-outlives-its-pod").on();
        ContainerRuntime slow = late.runtime();
        String sandbox = slow.create(spec(Labels.SANDBOX));
        slow.start(sandbox);
        slow.remove(sandbox);
        assertThat(slow.containers()).isEmpty();
        late.off();
        assertThat(slow.containers()).singleElement().matches(Container::running);
        late.late.forEach(Runnable::run);
        assertThat(slow.containers()).isEmpty();
    }

    @Test
    void containers_of_a_pod_that_nobody_knows_run_on() {
        Bench bench = new Bench("a-host-that-returns-keeps-its-pods").on();
        ContainerRuntime runtime = bench.runtime();
        String sandbox = runtime.create(spec(Labels.SANDBOX));
        List<String> ids = pod(bench, runtime);
        runtime.start(sandbox);
        ids.forEach(runtime::start);
        runtime.remove(ids.get(0));
        runtime.remove(sandbox);
        assertThat(runtime.containersOf("uid")).hasSize(3);

        ids.forEach(id -> runtime.signal(id, "SIGTERM"));
        ids.forEach(runtime::remove);
        runtime.remove(sandbox);
        assertThat(runtime.containersOf("uid")).isEmpty();
    }

    @Test
    void what_has_ended_is_started_again_by_itself_after_a_while() {
        Bench bench = new Bench("started-again-after-its-end").on();
        ContainerRuntime runtime = bench.runtime();
        String id = runtime.create(spec("first"));
        runtime.start(id);
        runtime.signal(id, "SIGTERM");
        assertThat(runtime.containersOf("uid")).noneMatch(Container::running);

        bench.late.forEach(Runnable::run);
        assertThat(runtime.containersOf("uid")).anyMatch(Container::running);
    }

    @Test
    void a_second_restart_is_refused_and_the_first_moves_the_pod() {
        ContainerRuntime once = new Bench("restarted-only-once").on().runtime();
        once.create(mounting("first", 1));
        assertThatThrownBy(() -> once.create(mounting("first", 2))).isInstanceOf(RuntimeFailure.class);

        Bench bench = new Bench("restarted-at-another-address").on();
        ContainerRuntime moving = bench.runtime();
        String sandbox = moving.create(spec(Labels.SANDBOX));
        moving.create(mounting("first", 0));
        assertThatThrownBy(() -> moving.create(mounting("first", 1))).isInstanceOf(RuntimeFailure.class);
        assertThat(moving.containers()).extracting(Container::id).doesNotContain(sandbox);
        bench.late.forEach(Runnable::run);
        assertThat(moving.find(sandbox)).isEmpty();
        assertThat(moving.create(mounting("first", 1))).isNotEmpty();
    }
}
