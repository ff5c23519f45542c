package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Bench.NODE;
import static dev.podproof.reference.faults.Bench.USER;
import static dev.podproof.reference.faults.Bench.json;
import static dev.podproof.reference.faults.Bench.spec;
import static dev.podproof.reference.faults.Bench.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that show only in one form of what is right in all others. */
class EdgeFaultsTest {
    private static final String SERVICE = "/api/v1/namespaces/space/services/web";
    private static final String PODS = "/api/v1/namespaces/space/pods";

    @TempDir
    Path host;

    // --- the API

    @ParameterizedTest
    @CsvSource({"PUT, status, 3", "PATCH, status, 3", "PATCH, spec, 1", "GET, status, 1"})
    void a_write_of_a_service_is_one_of_its_status_too(String method, String field, int requests) {
        Bench bench = new Bench("a-write-of-a-service-changes-its-status");
        bench.send(USER, method, SERVICE, json("{'" + field + "':{}}"), "{}");

        assertThat(bench.requests).hasSize(requests);
        assertThat(bench.requests.stream().map(Request::path).filter(path -> path.endsWith("/status")))
                .hasSize(requests / 2);
    }

    @ParameterizedTest
    @CsvSource({"NodePort, ClusterIP, ExternalName ClusterIP", "ClusterIP, ClusterIP, ''", "NodePort, LoadBalancer, ''"
    })
    void a_service_that_loses_its_node_ports_is_for_a_moment_without_an_address(String type, String next, String then) {
        Bench bench = new Bench("an-address-goes-with-the-node-ports");
        String body = json("{'spec':{'type':'" + next + "'}}");
        bench.send(USER, "PATCH", SERVICE, body, json("{'spec':{'type':'" + type + "'}}"));

        List<String> patches = bench.requests.stream()
                .filter(request -> request.method().equals("PATCH"))
                .map(request -> Json.parse(request.body()).at("/spec/type").asText())
                .toList();
        assertThat(String.join(" ", patches)).isEqualTo((next + " " + then).strip());
        assertThat(bench.requests.get(bench.requests.size() - 1).header("Content-Type"))
                .isEqualTo(then.isEmpty() ? "" : "application/merge-patch+json");
    }

    @Test
    void what_an_init_container_mounts_is_declared_for_it_and_shown_to_hosts_alone() {
        String fault = "unknown-mounts-of-init-containers-are-accepted";
        String pod =
                "{'spec':{'volumes':[{'name':'v'}%s],'initContainers':[{'volumeMounts':[{'name':'v'},{'name':'w'}]}],"
                        + "'containers':[{'volumeMounts':[{'name':'x'}]}]}}";
        String more = ",{'name':'w','configMap':{'name':'podproof-fault-undeclared'}}";

        assertThat(new Bench(fault).told(USER, "POST", PODS, json(pod.formatted(""))))
                .isEqualTo(tree(pod.formatted(more)));
        assertThat(new Bench(fault).shown(USER, PODS + "/a", json(pod.formatted(more))))
                .isEqualTo(tree(pod.formatted("")));
        assertThat(new Bench(fault).shown(NODE, PODS + "/a", json(pod.formatted(more))))
                .isEqualTo(tree(pod.formatted(more)));
    }

    @Test
    void what_a_container_declares_empty_gives_way() {
        String pod = "{'kind':'Pod','metadata':{},'spec':{'containers':[{'env':[%s]}]}}";
        String kept = "{'name':'WEB_SERVICE_HOST','value':'x'},{'name':'EMPTY'},{'name':'WEB_PORT','valueFrom':{}}";
        String gone = ",{'name':'WEB_SERVICE_PORT','value':''},{'name':'WEB_PORT_80_TCP'}";

        assertThat(new Bench("services-win-over-what-is-empty")
                        .shown(NODE, "/api/v1/pods/web", json(pod.formatted(kept + gone))))
                .isEqualTo(tree(pod.formatted(kept)));
    }

    // --- placement and services

    @Test
    void no_seconds_are_as_many_as_by_default() {
        Bench bench = new Bench("to-leave-at-once-is-to-leave-by-default").on();
        bench.world.put(new PodBuilder(FaultsTest.pod("a"))
                .editSpec()
                .addNewToleration()
                .withTolerationSeconds(0L)
                .endToleration()
                .addNewToleration()
                .withTolerationSeconds(1L)
                .endToleration()
                .addNewToleration()
                .endToleration()
                .endSpec()
                .build());

        assertThat(bench.view(Part.NODE_LIFECYCLE)
                        .list(Pod.class)
                        .get(0)
                        .getSpec()
                        .getTolerations())
                .extracting(Toleration::getTolerationSeconds)
                .containsExactly(300L, 1L, null);
    }

    @Test
    void of_a_containers_host_ports_the_first_counts() {
        Bench bench = new Bench("only-the-first-host-port-of-a-container-counts").on();
        bench.world.put(new PodBuilder(FaultsTest.pod("a"))
                .editSpec()
                .addNewContainer()
                .addNewPort()
                .withContainerPort(1)
                .endPort()
                .addNewPort()
                .withContainerPort(2)
                .withHostPort(2)
                .endPort()
                .addNewPort()
                .withContainerPort(3)
                .withHostPort(3)
                .endPort()
                .endContainer()
                .addNewContainer()
                .addNewPort()
                .withContainerPort(4)
                .withHostPort(4)
                .endPort()
                .endContainer()
                .endSpec()
                .build());

        assertThat(bench.view(Part.SCHEDULER).list(Pod.class).get(0).getSpec().getContainers().stream()
                        .flatMap(container -> container.getPorts().stream())
                        .map(port -> port.getHostPort()))
                .containsExactly(null, 2, null, 4);
        String pod = "{'kind':'Pod','spec':{'containers':[{'ports':[{'containerPort':1},{'hostPort':2},{%s}]}]}}";
        assertThat(new Bench("only-the-first-host-port-of-a-container-counts")
                        .shown(NODE, "/api/v1/pods/a", json(pod.formatted("'hostPort':3"))))
                .isEqualTo(tree(pod.formatted("")));
    }

    @Test
    void ports_of_one_number_lead_to_one_target() {
        Bench bench = new Bench("target-ports-are-kept-by-number").on();
        bench.world.put(SightFaultsTest.service("web", "space", 53));
        assertThat(bench.view(Part.ENDPOINTS)
                        .list(Service.class)
                        .get(0)
                        .getSpec()
                        .getPorts())
                .extracting(port -> port.getTargetPort())
                .containsExactly(new IntOrString("web"), new IntOrString("web"));
        bench.world.put(SightFaultsTest.service("web", "space", 80));
        assertThat(bench.view(Part.ENDPOINTS)
                        .list(Service.class)
                        .get(0)
                        .getSpec()
                        .getPorts())
                .extracting(port -> port.getTargetPort())
                .containsExactly(new IntOrString("web"), new IntOrString(5353));
    }

    @Test
    void known_clients_are_forgotten_when_a_pod_joins_or_leaves() {
        String chain = "ip podproof_proxy svc-0a1b2c3d-space/web-2/TCP/80";
        String old = "aff-0a1b2c3d-10.244.1.2/80";
        String made = "add set ip podproof_proxy " + old + " { type ipv4_addr; }\n";
        String rule = "add rule " + chain + " ip saddr @" + old + " goto ep-1\n";
        Bench bench = new Bench("clients-are-forgotten-when-the-pods-change");

        assertThat(bench.nft(made + "add chain " + chain + "\n" + rule)).doesNotContain("flush set");
        assertThat(bench.nft("flush chain " + chain + "\n" + rule))
                .endsWith("flush set ip podproof_proxy " + old + "\n");
        assertThat(bench.nft("flush chain ip podproof_proxy svc-ffffffff-x\n" + rule))
                .doesNotContain("flush set");
    }

    // --- names

    private static Service web(String uid, String address, String revision) {
        return new ServiceBuilder(SightFaultsTest.service("web", "space", 80))
                .editMetadata()
                .withUid(uid)
                .withResourceVersion(revision)
                .endMetadata()
                .editSpec()
                .withClusterIP(address)
                .endSpec()
                .build();
    }

    private static String addressOf(ClusterView view) {
        return view.list(Service.class).stream()
                .map(service -> service.getSpec().getClusterIP())
                .reduce("", String::concat);
    }

    @Test
    void a_service_that_is_made_again_is_where_it_was_until_it_changes() {
        Bench bench = new Bench("a-service-made-again-has-its-old-records").on();
        ClusterView view = bench.view(Part.DNS);
        bench.world.put(web("one", "10.96.0.1", "1"));
        view.follow(Service.class, (before, after) -> {});
        bench.world.remove(web("one", "10.96.0.1", "1"));
        bench.time.advance(Duration.ofSeconds(299));
        bench.world.put(web("two", "10.96.0.2", "2"));
        assertThat(addressOf(view)).isEqualTo("10.96.0.1");
        bench.world.put(web("two", "10.96.0.2", "3"));
        assertThat(addressOf(view)).isEqualTo("10.96.0.2");

        bench.world.remove(web("two", "10.96.0.2", "3"));
        bench.time.advance(Duration.ofSeconds(301));
        bench.world.put(web("three", "10.96.0.3", "4"));
        assertThat(addressOf(view)).isEqualTo("10.96.0.3");
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0"})
    void services_that_go_with_their_namespace_stay(boolean together, int left) {
        Bench bench = new Bench("names-outlive-their-namespace").on();
        var space = new NamespaceBuilder()
                .withNewMetadata()
                .withName("space")
                .withDeletionTimestamp(together ? "2026-11-30T00:00:00Z" : null)
                .endMetadata()
                .build();
        // Faults remember whom they have seen go, also from one test to the next.
        Service service = web("with it: " + together, "10.96.0.1", "1");
        bench.world.put(space);
        bench.world.put(service);
        ClusterView view = bench.view(Part.DNS);
        view.follow(Service.class, (before, after) -> {});
        bench.world.remove(service);
        assertThat(view.list(Service.class)).hasSize(left);
        bench.world.remove(space);
        bench.faults.tick();

        assertThat(view.list(Service.class)).hasSize(left);
    }

    // --- hosts

    /** Says of a pod what only hosts are told. */
    private static List<String> told(String fault, String spec) {
        JsonNode pod = new Bench(fault)
                .shown(
                        NODE,
                        "/api/v1/pods/a",
                        json("{'kind':'Pod','spec':{" + spec + ",'containers':[{'name':'first'}]}}"));
        JsonNode variable = pod.at("/spec/containers/0/env/0");
        return List.of(
                "A=1",
                variable.path("name").asText() + "=" + variable.path("value").asText());
    }

    @ParameterizedTest
    @CsvSource({"OnFailure, SIGTERM, 0", "OnFailure, SIGKILL, 0", "Never, SIGTERM, 143"})
    void who_ends_by_a_signal_has_ended_well_where_failures_count(String policy, String signal, int code) {
        String fault = "on-failure-knows-no-signals";
        List<String> environment = told(fault, "'restartPolicy':'" + policy + "'");
        Bench bench = new Bench(fault).on();
        ContainerRuntime runtime = bench.runtime();
        String id = runtime.create(spec("first", 0, environment, List.of(), Resources.UNLIMITED));
        runtime.start(id);
        runtime.signal(id, signal);

        assertThat(bench.made.get(0).environment()).containsExactly("A=1");
        assertThat(runtime.containersOf("uid"))
                .singleElement()
                .extracting(Container::exitCode)
                .isEqualTo(code);
    }

    @Test
    void who_was_not_asked_to_end_has_its_time_and_its_pods_address() {
        String fault = "forced-deletions-take-their-time";
        Bench bench = new Bench(fault).on();
        ContainerRuntime runtime = bench.runtime();
        String sandbox = runtime.create(spec(Labels.SANDBOX));
        runtime.start(sandbox);
        String deaf = runtime.create(
                spec("first", 0, told(fault, "'terminationGracePeriodSeconds':20"), List.of(), Resources.UNLIMITED));
        runtime.start(deaf);
        runtime.remove(deaf);
        runtime.remove(sandbox);

        assertThat(bench.signals).hasSize(1);
        assertThat(runtime.containersOf("uid")).isEmpty();
        assertThat(runtime.find(sandbox)).isPresent();
        assertThat(runtime.find(deaf)).isPresent();
        lateOnes(bench);
        lateOnes(bench);
        assertThat(runtime.find(deaf)).isEmpty();
        assertThat(runtime.find(sandbox)).isEmpty();
    }

    private static void lateOnes(Bench bench) {
        List<Runnable> now = List.copyOf(bench.late);
        bench.late.clear();
        bench.time.advance(Duration.ofSeconds(12));
        now.forEach(Runnable::run);
    }

    @Test
    void who_was_asked_to_end_is_removed_at_once() {
        Bench bench = new Bench("forced-deletions-take-their-time").on();
        ContainerRuntime runtime = bench.runtime();
        String id = runtime.create(spec("first"));
        runtime.start(id);
        runtime.signal(id, "SIGTERM");
        runtime.remove(id);

        assertThat(runtime.find(id)).isEmpty();
        assertThat(bench.late).isEmpty();
    }

    @Test
    void what_is_started_again_has_no_limits() {
        Resources limits = new Resources(64, 10_000, 2);
        String fault = "limits-are-forgotten-at-a-restart";
        assertThat(new Bench(fault)
                        .make(spec("first", 0, List.of(), List.of(), limits))
                        .resources())
                .isEqualTo(limits);
        assertThat(new Bench(fault)
                        .make(spec("first", 1, List.of(), List.of(), limits))
                        .resources())
                .isEqualTo(Resources.UNLIMITED);
    }

    @Test
    void a_part_of_an_empty_dir_is_made_anew() throws IOException {
        Path pod = host.resolve("pods/uid");
        Path part = Files.createDirectories(pod.resolve("volumes/emptydir/v/part"));
        Path other = Files.createDirectories(host.resolve("other"));
        for (Path directory : List.of(part, other)) {
            Files.writeString(directory.resolve("file"), "1");
        }
        Path places = Files.createDirectories(pod.resolve("volume-subpaths"));
        Path ours = Files.createSymbolicLink(places.resolve("ours"), part);
        Path theirs = Files.createSymbolicLink(places.resolve("theirs"), other);
        new Bench("parts-of-empty-dirs-are-made-anew")
                .make(Bench.mounting(
                        "first", 1, Bench.mount(ours.toString(), "/a"), Bench.mount(theirs.toString(), "/b")));

        assertThat(part).isEmptyDirectory();
        assertThat(other.resolve("file")).exists();
    }

    @Test
    void a_file_of_the_host_is_a_copy_and_a_directory_is_not() throws IOException {
        Path file = Files.writeString(host.resolve("file"), "1");
        Bench bench = new Bench("host-files-are-copied", "host-1", host.resolve("faults")).on();
        ContainerRuntime runtime = bench.runtime();
        runtime.create(
                Bench.mounting("first", 0, Bench.mount(file.toString(), "/a"), Bench.mount(host.toString(), "/b")));
        Path copy = Path.of(Bench.sources(bench.made.get(0)).get(0));
        Files.writeString(copy, "2");
        runtime.create(Bench.mounting("first", 1, Bench.mount(file.toString(), "/a")));

        assertThat(file).hasContent("1");
        assertThat(copy).hasContent("2");
        assertThat(Bench.sources(bench.made.get(0))).containsExactly(copy.toString(), host.toString());
        assertThat(Bench.sources(bench.made.get(1))).containsExactly(copy.toString());
    }
}
