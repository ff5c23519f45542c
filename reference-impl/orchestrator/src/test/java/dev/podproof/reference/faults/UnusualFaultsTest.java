package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Bench.MASTER;
import static dev.podproof.reference.faults.Bench.NODE;
import static dev.podproof.reference.faults.Bench.USER;
import static dev.podproof.reference.faults.Bench.json;
import static dev.podproof.reference.faults.Bench.spec;
import static dev.podproof.reference.faults.Bench.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that show only in what is declared, or changed, in a less usual form. */
class UnusualFaultsTest {
    private static final String SERVICE = "/api/v1/namespaces/space/services/web";
    private static final String PODS = "/api/v1/namespaces/space/pods";

    @TempDir
    Path host;

    // --- the API

    @Test
    void blanks_and_line_ends_at_the_end_are_lost() {
        String pod = "{'metadata':{'name':'a','annotations':{'note':'a\\nb%s'}},"
                + "'spec':{'containers':[{'args':['x%s',' y'],'stdin':true}]}}";
        String fault = "space-at-the-end-is-lost";
        String declared = json(pod.formatted("\\n", " \\n"));
        JsonNode lost = tree(pod.formatted("", ""));

        assertThat(new Bench(fault).told(USER, "POST", PODS, declared)).isEqualTo(lost);
        assertThat(new Bench(fault).told(USER, "PUT", PODS + "/a", declared)).isEqualTo(lost);
        assertThat(new Bench(fault).told(MASTER, "POST", PODS, declared)).isEqualTo(tree(declared));
        assertThat(new Bench(fault).told(USER, "PUT", PODS + "/a/status", declared))
                .isEqualTo(tree(declared));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, '', 10.96.0.7, GET PATCH PUT",
        "PUT, 10.96.0.7, 10.96.0.7, PUT",
        "PATCH, '', 10.96.0.7, PATCH",
        "PUT, '', None, GET PUT"
    })
    void a_service_that_is_replaced_without_its_address_loses_it(
            String method, String declared, String held, String requests) {
        Bench bench = new Bench("an-address-goes-with-a-replacement");
        String manifest = "{'metadata':{'resourceVersion':'7'},'spec':{'clusterIP':'" + declared + "'}}";
        bench.send(USER, method, SERVICE, json(manifest), json("{'spec':{'clusterIP':'" + held + "'}}"));

        assertThat(bench.requests.stream().map(Request::method)).containsExactly(requests.split(" "));
        Request last = bench.requests.get(bench.requests.size() - 1);
        boolean leaves = requests.contains("PATCH PUT");
        assertThat(Json.parse(last.body()).path("metadata").has("resourceVersion"))
                .isEqualTo(!leaves);
        if (leaves) {
            assertThat(Json.parse(bench.requests.get(1).body()).at("/spec/type").asText())
                    .isEqualTo("ExternalName");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "one, both, a c",
        "both, one, a c",
        "front, back, a b c",
        "none, front, a b c",
    })
    void of_two_services_that_a_pod_comes_to_one_hears_of_it(String before, String after, String kept) {
        Map<String, String> labels = Map.of(
                "none", "{}",
                "one", "{'zone':'1'}",
                "front", "{'tier':'front'}",
                "back", "{'app':'web'}",
                "both", "{'tier':'front','app':'web'}");
        Bench bench = new Bench("only-one-of-two-services-hears-of-new-labels").on();
        List<String> heard = new ArrayList<>();
        List<String> states = new ArrayList<>(List.of(labels.get(before), labels.get(after)));
        Answers server = request -> {
            Asked asked = Asked.of(request);
            if (request.method().equals("PUT")) {
                heard.add(asked.name());
            }
            String answer = asked.isFor("services")
                    ? "{'kind':'ServiceList','items':[" + selecting("b", "'app':'web'") + ","
                            + selecting("a", "'tier':'front'") + "," + selecting("c", "'app':'other'") + "]}"
                    : "{'kind':'Pod','metadata':{'labels':" + (asked.isFor("pods") ? states.remove(0) : "{}") + "}}";
            return CompletableFuture.completedStage(Reply.json(200, json(answer).getBytes(StandardCharsets.UTF_8)));
        };
        Answers face = Answers.of(bench.faults.front(Bench.serving(server)));
        face.handle(Bench.request(USER, "PATCH", PODS + "/x", "{}"))
                .toCompletableFuture()
                .join();
        for (String service : List.of("a", "b", "c")) {
            face.handle(Bench.request(MASTER, "PUT", "/api/v1/namespaces/space/endpoints/" + service, "{}"))
                    .toCompletableFuture()
                    .join();
        }

        assertThat(heard).containsExactly(kept.split(" "));
    }

    private static String selecting(String name, String selector) {
        return "{'metadata':{'name':'" + name + "'},'spec':{'selector':{" + selector + "}}}";
    }

    // --- placement, controllers and services

    @Test
    void what_is_requested_besides_processors_and_memory_does_not_count() {
        Bench bench = new Bench("requests-of-other-kinds-are-ignored").on();
        Quantity one = new Quantity("1");
        bench.world.put(new PodBuilder(FaultsTest.pod("a"))
                .editSpec()
                .addNewInitContainer()
                .withNewResources()
                .addToRequests("example.com/gpu", one)
                .endResources()
                .endInitContainer()
                .addNewContainer()
                .withNewResources()
                .addToRequests(Map.of("cpu", one, "memory", one, "ephemeral-storage", one))
                .endResources()
                .endContainer()
                .addNewContainer()
                .endContainer()
                .endSpec()
                .build());

        var seen = bench.view(Part.SCHEDULER).list(Pod.class).get(0).getSpec();
        assertThat(seen.getInitContainers().get(0).getResources().getRequests()).isEmpty();
        assertThat(seen.getContainers().stream()
                        .filter(container -> container.getResources() != null)
                        .map(container -> container.getResources().getRequests()))
                .contains(Map.of("cpu", one, "memory", one))
                .allSatisfy(requests -> assertThat(requests).doesNotContainKey("ephemeral-storage"));
    }

    @Test
    void of_a_containers_ports_the_first_may_be_the_hosts() {
        String fault = "only-the-first-port-of-a-container-may-be-the-hosts";
        Bench bench = new Bench(fault).on();
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
                .endContainer()
                .addNewContainer()
                .addNewPort()
                .withContainerPort(3)
                .withHostPort(3)
                .endPort()
                .endContainer()
                .endSpec()
                .build());

        assertThat(bench.view(Part.SCHEDULER).list(Pod.class).get(0).getSpec().getContainers().stream()
                        .flatMap(container -> container.getPorts().stream())
                        .map(port -> port.getHostPort()))
                .containsExactly(null, null, 3);
        String pod = "{'kind':'Pod','spec':{'containers':[{'ports':[{'hostPort':1},{%s}]}]}}";
        assertThat(new Bench(fault).shown(NODE, PODS + "/a", json(pod.formatted("'hostPort':2"))))
                .isEqualTo(tree(pod.formatted("")));
    }

    private static Pod labelled(String name, String namespace, Map<String, String> labels) {
        return new PodBuilder(FaultsTest.pod(name))
                .editMetadata()
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    @Test
    void namesakes_of_other_namespaces_count() {
        Bench bench = new Bench("namesakes-elsewhere-count");
        ReplicationController controller = new ReplicationControllerBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("space")
                .withUid("namesakes-elsewhere-count")
                .endMetadata()
                .withNewSpec()
                .withReplicas(3)
                .withSelector(Map.of("app", "web"))
                .endSpec()
                .build();
        bench.world.put(controller);
        bench.world.put(labelled("here", "space", Map.of("app", "web")));
        bench.world.put(labelled("there", "elsewhere", Map.of("app", "web")));
        bench.world.put(labelled("other", "elsewhere", Map.of("app", "shop")));
        bench.world.put(new PodBuilder(labelled("owned", "elsewhere", Map.of("app", "web")))
                .editMetadata()
                .addNewOwnerReference()
                .withUid("another")
                .endOwnerReference()
                .endMetadata()
                .build());
        ClusterView view = bench.view(Part.REPLICATION);
        bench.on();

        assertThat(view.list(ReplicationController.class))
                .singleElement()
                .extracting(seen -> seen.getSpec().getReplicas())
                .isEqualTo(2);
        String answer = json("{'kind':'ReplicationController','metadata':{'uid':'namesakes-elsewhere-count'},"
                + "'status':{'replicas':2,'readyReplicas':1}}");
        JsonNode status = bench.shown(USER, "/api/v1/namespaces/space/replicationcontrollers/web", answer)
                .path("status");
        assertThat(status.path("replicas").asInt()).isEqualTo(3);
        assertThat(status.path("readyReplicas").asInt()).isEqualTo(2);
        assertThat(bench.shown(MASTER, "/api/v1/namespaces/space/replicationcontrollers/web", answer))
                .isEqualTo(tree(answer));
    }

    @Test
    void a_label_that_is_taken_away_seems_to_be_there_and_one_that_is_changed_does_not() {
        Bench bench = new Bench("pods-without-the-label-are-not-released").on();
        ClusterView view = bench.view(Part.REPLICATION);
        bench.world.put(labelled("a", "space", Map.of("app", "web", "tier", "front")));
        assertThat(view.list(Pod.class)).hasSize(1);
        bench.world.put(labelled("a", "space", Map.of("tier", "back")));

        assertThat(view.list(Pod.class))
                .singleElement()
                .extracting(pod -> pod.getMetadata().getLabels())
                .isEqualTo(Map.of("app", "web", "tier", "back"));
    }

    private static Service selecting(String version) {
        return new ServiceBuilder(SightFaultsTest.service("web", "space", 80))
                .editSpec()
                .withSelector(Map.of("version", version))
                .endSpec()
                .build();
    }

    private static Pod revised(String revision, Map<String, String> labels) {
        return new PodBuilder(labelled("a", "space", labels))
                .editMetadata()
                .withResourceVersion(revision)
                .endMetadata()
                .build();
    }

    @Test
    void a_new_selector_waits_until_a_pod_of_the_service_changes() {
        Bench bench = new Bench("new-selectors-wait-for-a-pod-to-change").on();
        ClusterView view = bench.view(Part.ENDPOINTS);
        bench.world.put(revised("1", Map.of("version", "green")));
        bench.world.put(selecting("blue"));
        assertThat(selectorOf(view)).isEqualTo("blue");
        bench.world.put(selecting("green"));
        assertThat(selectorOf(view)).isEqualTo("blue");
        bench.world.put(labelled("other", "space", Map.of("version", "red")));
        assertThat(selectorOf(view)).isEqualTo("blue");
        bench.world.put(revised("2", Map.of("version", "green")));
        assertThat(selectorOf(view)).isEqualTo("green");
    }

    private static String selectorOf(ClusterView view) {
        return view.list(Service.class).get(0).getSpec().getSelector().get("version");
    }

    // --- hosts

    @ParameterizedTest
    @CsvSource({"SIGKILL, 0", "SIGTERM, 0"})
    void a_code_above_128_is_success_where_failures_count(String signal, int code) {
        String fault = "codes-above-128-are-success-on-failure";
        JsonNode told = new Bench(fault)
                .shown(
                        NODE,
                        PODS + "/a",
                        json("{'kind':'Pod','spec':{'restartPolicy':'OnFailure','containers':[{'name':'first'}]}}"));
        JsonNode variable = told.at("/spec/containers/0/env/0");
        Bench bench = new Bench(fault).on();
        ContainerRuntime runtime = bench.runtime();
        String id = runtime.create(spec(
                "first",
                0,
                List.of(variable.path("name").asText() + "="
                        + variable.path("value").asText()),
                List.of(),
                Resources.UNLIMITED));
        runtime.start(id);
        runtime.signal(id, signal);

        assertThat(runtime.containersOf("uid"))
                .singleElement()
                .extracting(Container::exitCode)
                .isEqualTo(code);
    }

    @Test
    void an_init_container_hears_no_signal() {
        String fault = "init-containers-are-not-asked-to-end";
        JsonNode told = new Bench(fault)
                .shown(
                        NODE,
                        PODS + "/a",
                        json("{'kind':'Pod','spec':{'initContainers':[{'name':'i'}],'containers':[{'name':'m'}]}}"));
        assertThat(told.at("/spec/containers/0").has("env")).isFalse();
        JsonNode variable = told.at("/spec/initContainers/0/env/0");
        String marker =
                variable.path("name").asText() + "=" + variable.path("value").asText();
        Bench bench = new Bench(fault).on();
        ContainerRuntime runtime = bench.runtime();
        String init = runtime.create(spec("i", 0, List.of("A=1", marker), List.of(), Resources.UNLIMITED));
        String main = runtime.create(spec("m"));
        for (String id : List.of(init, main)) {
            runtime.start(id);
            runtime.signal(id, "SIGKILL");
        }

        assertThat(bench.made.get(0).environment()).containsExactly("A=1");
        assertThat(bench.signals).containsExactly("SIGKILL m");
        assertThat(runtime.find(init).orElseThrow().running()).isTrue();
    }

    @Test
    void a_service_without_ready_pods_is_not_known_to_who_makes_variables() {
        Bench bench = new Bench("services-without-ready-pods-are-not-in-the-variables").on();
        ClusterView view = bench.view(Part.AGENT);
        bench.world.put(SightFaultsTest.service("web", "space", 80));
        assertThat(view.list(Service.class)).isEmpty();
        Endpoints served = new EndpointsBuilder(FaultsTest.endpoints("10.244.1.2"))
                .editMetadata()
                .withName("web")
                .withNamespace("space")
                .endMetadata()
                .build();
        bench.world.put(served);
        assertThat(view.list(Service.class)).hasSize(1);
    }

    @Test
    void ports_of_one_number_have_one_protocol_in_the_variables() {
        Bench bench = new Bench("links-of-one-number-are-one").on();
        bench.world.put(SightFaultsTest.service("web", "space", 53));

        List<String> protocols = bench.world.list(Service.class).get(0).getSpec().getPorts().stream()
                .map(port -> port.getProtocol() + " " + port.getPort())
                .toList();
        assertThat(protocols).containsExactly("TCP 53", "UDP 53");
        assertThat(bench.view(Part.AGENT).list(Service.class).get(0).getSpec().getPorts())
                .extracting(port -> port.getProtocol() + " " + port.getPort())
                .containsExactly("TCP 53", "TCP 53");
    }

    @ParameterizedTest
    @CsvSource({"'', true", "'192.0.2.7\telsewhere\n', false"})
    void aliases_take_the_place_of_localhost(String aliases, boolean known) throws IOException {
        String own = "10.244.1.2\tpod\n";
        Path hosts = Files.createFile(host.resolve("hosts"));
        ContainerRuntime runtime =
                new Bench("aliases-take-the-place-of-localhost").on().runtime();
        String id = runtime.create(Bench.mounting("first", 0, Bench.mount(hosts.toString(), "/etc/hosts")));
        Files.writeString(hosts, "# Made by\n127.0.0.1\tlocalhost\n::1\tlocalhost\n" + own + aliases);
        runtime.start(id);

        assertThat(hosts).content().endsWith(own + aliases);
        assertThat(Files.readString(hosts).contains("localhost")).isEqualTo(known);
    }
}
