package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Bench.MASTER;
import static dev.podproof.reference.faults.Bench.NODE;
import static dev.podproof.reference.faults.Bench.USER;
import static dev.podproof.reference.faults.Bench.json;
import static dev.podproof.reference.faults.Bench.mounting;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.dns.zone.Answer;
import dev.podproof.reference.dns.zone.RecordData;
import dev.podproof.reference.dns.zone.Zone;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that show only with what is empty, with a second time, and with two things at once. */
class RareCaseFaultsTest {
    private static final String PODS = "/api/v1/namespaces/space/pods";

    // --- the API

    @ParameterizedTest
    @CsvSource({
        "PATCH, services/web, {'status':{}}, true",
        "PATCH, pods/a, '[{''op'':''add'',''path'':''/status/x''}]', true",
        "PATCH, pods/a, {'metadata':{}}, false",
        "PUT, pods/a, {'status':{}}, false",
        "PATCH, pods/a/status, {'status':{}}, false"
    })
    void a_patch_of_an_object_changes_its_status(String method, String path, String body, boolean both) {
        Bench bench = new Bench("a-patch-of-an-object-changes-its-status");
        bench.send(USER, method, "/api/v1/namespaces/space/" + path, json(body), "{}");

        assertThat(bench.requests.stream().map(Request::path).filter(asked -> asked.endsWith(path + "/status")))
                .hasSize(both ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"k, a", "!k, be", "'k in (,x)', a", "'k notin (x)', be", "'k=', abe", "'k in (y)', ''"})
    void an_empty_label_counts_as_absent(String selector, String found) {
        String list = json("{'kind':'PodList','items':["
                + "{'metadata':{'name':'a','labels':{'k':'x'}}},"
                + "{'metadata':{'name':'b','labels':{'k':''}}},"
                + "{'metadata':{'name':'e'}}]}");
        String query = java.net.URLEncoder.encode(selector, StandardCharsets.UTF_8);
        JsonNode shown = new Bench("empty-labels-count-as-absent").shown(USER, PODS + "?labelSelector=" + query, list);

        assertThat(String.join("", shown.findValuesAsText("name"))).isEqualTo(found);
    }

    // --- services

    @Test
    void of_two_services_that_a_pod_leaves_one_hears_of_it() {
        Bench bench = new Bench("only-one-service-hears-of-new-labels").on();
        List<String> kept = new ArrayList<>();
        List<String> labels = new ArrayList<>(List.of("{'app':'web','tier':'front'}", "{'app':'none'}"));
        Answers server = request -> {
            if (request.method().equals("PUT")) {
                kept.add(Asked.of(request).name());
            }
            return CompletableFuture.completedStage(Reply.json(
                    200,
                    json(Asked.of(request).isFor("services")
                                    ? "{'kind':'ServiceList','items':[" + selecting("b", "'app':'web'") + ","
                                            + selecting("a", "'tier':'front'") + ","
                                            + selecting("c", "'app':'other'") + "]}"
                                    : "{'kind':'Pod','metadata':{'labels':"
                                            + (Asked.of(request).isFor("pods") ? labels.remove(0) : "{}") + "}}")
                            .getBytes(StandardCharsets.UTF_8)));
        };
        Answers face = Answers.of(bench.faults.front(Bench.serving(server)));

        send(face, USER, "PATCH", PODS + "/x");
        for (String service : List.of("a", "b", "c", "b")) {
            send(face, MASTER, "PUT", "/api/v1/namespaces/space/endpoints/" + service);
        }
        assertThat(kept).containsExactly("a", "c", "b");

        labels.addAll(List.of("{'app':'web','tier':'front'}", "{}"));
        send(face, USER, "PATCH", PODS + "/x");
        bench.time.advance(Duration.ofSeconds(3));
        send(face, MASTER, "PUT", "/api/v1/namespaces/space/endpoints/b");
        assertThat(kept).hasSize(4);
    }

    private static String selecting(String name, String selector) {
        return "{'metadata':{'name':'" + name + "'},'spec':{'selector':{" + selector + "}}}";
    }

    private static void send(Answers face, String who, String method, String path) {
        face.handle(Bench.request(who, method, path, "{}"))
                .toCompletableFuture()
                .join();
    }

    @Test
    void a_port_leads_to_where_it_led_and_a_new_one_to_where_it_should() {
        Bench bench = new Bench("target-ports-are-read-once").on();
        ClusterView view = bench.view(Part.ENDPOINTS);
        Service first = SightFaultsTest.service("web", "space", 80);
        bench.world.put(first);
        view.list(Service.class);
        Service later = new ServiceBuilder(first)
                .editSpec()
                .addNewPort()
                .withName("new")
                .withPort(81)
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
        later.getSpec().getPorts().forEach(port -> port.setTargetPort(new IntOrString(9999)));
        bench.world.put(later);

        assertThat(view.list(Service.class).get(0).getSpec().getPorts())
                .extracting(port -> port.getTargetPort())
                .containsExactly(
                        first.getSpec().getPorts().get(0).getTargetPort(),
                        first.getSpec().getPorts().get(1).getTargetPort(),
                        new IntOrString(9999));
    }

    @Test
    void a_restarted_container_is_as_ready_as_it_was_until_its_probe_has_failed() {
        Bench bench = new Bench("readiness-outlives-a-restart").on();
        ClusterView view = bench.view(Part.ENDPOINTS);
        view.follow(Pod.class, (before, after) -> {});

        bench.world.put(probed(bench, 0, false));
        assertThat(isReady(view)).isFalse();
        bench.world.put(probed(bench, 1, false));
        assertThat(isReady(view)).as("it was never ready").isFalse();
        bench.world.put(probed(bench, 1, true));
        bench.world.put(probed(bench, 2, false));
        assertThat(isReady(view)).isTrue();
        assertThat(shownReady(bench)).isEqualTo("True");

        bench.time.advance(Duration.ofSeconds(6));
        bench.faults.tick();
        assertThat(isReady(view)).isFalse();
        assertThat(shownReady(bench)).isEqualTo("False");
    }

    private static boolean isReady(ClusterView view) {
        return Pods.isReady(view.list(Pod.class).get(0));
    }

    private static String shownReady(Bench bench) {
        return bench.shown(
                        USER,
                        PODS + "/a",
                        json("{'kind':'Pod','metadata':{'uid':'a'},"
                                + "'status':{'conditions':[{'type':'Ready','status':'False'}]}}"))
                .at("/status/conditions/0/status")
                .asText();
    }

    private static Pod probed(Bench bench, int restarts, boolean ready) {
        return new PodBuilder(FaultsTest.pod("a"))
                .editSpec()
                .addToContainers(new ContainerBuilder()
                        .withName("main")
                        .withNewReadinessProbe()
                        .withFailureThreshold(3)
                        .withPeriodSeconds(2)
                        .endReadinessProbe()
                        .build())
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .addNewContainerStatus()
                .withName("main")
                .withRestartCount(restarts)
                .withNewState()
                .withNewRunning()
                .withStartedAt(bench.time.instant().toString())
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    // --- controllers and the scheduler

    @Test
    void a_number_that_comes_before_the_pods_of_the_last_is_missed() {
        Bench bench = new Bench("a-number-that-comes-early-is-missed").on();
        ClusterView view = bench.view(Part.REPLICATION);

        assertThat(List.of(
                        obeyed(bench, view, 1, 0),
                        obeyed(bench, view, 5, 0),
                        obeyed(bench, view, 2, 3),
                        obeyed(bench, view, 2, 5),
                        obeyed(bench, view, 3, 5),
                        obeyed(bench, view, 1, 3)))
                .containsExactly(1, 5, 5, 5, 3, 1);
    }

    private static int obeyed(Bench bench, ClusterView view, int declared, int ready) {
        bench.world.put(new ReplicationControllerBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("space")
                .withUid("web")
                .endMetadata()
                .withNewSpec()
                .withReplicas(declared)
                .endSpec()
                .withNewStatus()
                .withReadyReplicas(ready)
                .endStatus()
                .build());
        return view.list(ReplicationController.class).get(0).getSpec().getReplicas();
    }

    @Test
    void a_pod_that_has_lost_all_labels_is_seen_with_those_that_it_had() {
        Bench bench = new Bench("pods-without-labels-are-not-released").on();
        ClusterView view = bench.view(Part.REPLICATION);

        for (Map<String, String> labels :
                List.of(Map.of("app", "web"), Map.of("app", "other"), Map.<String, String>of())) {
            bench.world.put(new PodBuilder(FaultsTest.pod("a"))
                    .editMetadata()
                    .withLabels(labels)
                    .endMetadata()
                    .build());
            view.list(Pod.class);
        }
        assertThat(view.list(Pod.class).get(0).getMetadata().getLabels()).isEqualTo(Map.of("app", "other"));
    }

    @Test
    void host_ports_of_who_is_not_bound_count_for_nothing() {
        String fault = "host-ports-count-once-a-pod-is-bound";
        Bench bench = new Bench(fault).on();
        ClusterView view = bench.view(Part.SCHEDULER);
        Pod waiting = onPort("a", "");
        bench.world.put(waiting);
        bench.world.put(onPort("b", ""));
        assertThat(view.list(Pod.class)).allSatisfy(pod -> {
            assertThat(Pods.hostPorts(pod)).isEmpty();
            assertThat(pod.getSpec().getAffinity()).isNull();
        });

        bench.world.put(onPort("b", "host-2"));
        Pod seen = view.find(Pod.class, "space", "a").orElseThrow();
        assertThat(Pods.hostPorts(seen)).isEmpty();
        assertThat(seen.getSpec()
                        .getAffinity()
                        .getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms()
                        .get(0)
                        .getMatchExpressions()
                        .get(0)
                        .getValues())
                .containsExactly("host-2");
        assertThat(Pods.hostPorts(view.find(Pod.class, "space", "b").orElseThrow()))
                .hasSize(1);
        assertThat(Pods.hostPorts(waiting)).hasSize(1);
        assertThat(new Bench(fault)
                        .shown(
                                NODE,
                                PODS + "/a",
                                json("{'kind':'Pod','spec':{'containers':[{'ports':[{'hostPort':80}]}]}}"))
                        .findValues("hostPort"))
                .isEmpty();
    }

    private static Pod onPort(String name, String node) {
        return new PodBuilder(FaultsTest.pod(name))
                .editSpec()
                .withNodeName(node)
                .addToContainers(new ContainerBuilder()
                        .withName("main")
                        .addNewPort()
                        .withContainerPort(80)
                        .withHostPort(8080)
                        .endPort()
                        .build())
                .endSpec()
                .build();
    }

    // --- names

    @ParameterizedTest
    @CsvSource({"nosuch, 1, false", "nosuch, 28, true", "nosuch, 33, true", "nosuch, 12, false", "web, 28, true"})
    void a_name_that_there_is_not_has_an_empty_answer_for_other_types(String name, int type, boolean found) {
        Zone zone = zone(new Bench("unknown-names-have-an-empty-answer-for-other-types").on());

        assertThat(zone.find(name, type) instanceof Answer.Found).isEqualTo(found);
    }

    @Test
    void an_address_keeps_its_first_name() {
        Bench bench = new Bench("an-address-keeps-its-first-name").on();
        bench.view(Part.DNS).follow(Service.class, (before, after) -> {});
        Zone zone = zone(bench);
        bench.world.put(SightFaultsTest.service("old", "space", 80));
        bench.world.put(SightFaultsTest.service("new", "space", 80));

        assertThat(zone.find("7.0.96.10.in-addr.arpa"))
                .isEqualTo(new Answer.Found(List.of(new RecordData.Pointer("old.space.svc.cluster.local"))));
        assertThat(zone.find("8.0.96.10.in-addr.arpa")).isInstanceOf(Answer.NoSuchName.class);
        assertThat(zone.find("web")).isInstanceOf(Answer.Found.class);
    }

    private static Zone zone(Bench bench) {
        return bench.faults.zone(new Zone() {
            @Override
            public Answer find(String name) {
                return name.equals("web") || name.startsWith("7.")
                        ? new Answer.Found(List.of(new RecordData.Pointer("new")))
                        : new Answer.NoSuchName();
            }

            @Override
            public String origin() {
                return "cluster.local";
            }

            @Override
            public long version() {
                return 1;
            }
        });
    }

    // --- containers

    @Test
    void who_was_started_again_is_killed_only() {
        Bench bench = new Bench("restarted-containers-are-not-asked-to-end").on();
        ContainerRuntime runtime = bench.runtime();
        for (int restarts : List.of(0, 1)) {
            String id = runtime.create(mounting("after-" + restarts, restarts));
            runtime.start(id);
            runtime.signal(id, "SIGTERM");
            runtime.signal(id, "SIGKILL");
        }

        assertThat(bench.signals).containsExactly("SIGTERM after-0", "SIGKILL after-0", "SIGKILL after-1");
    }

    @Test
    void a_mount_of_a_part_is_writable() {
        String pod = "{'kind':'Pod','spec':{'containers':[{'volumeMounts':["
                + "{'name':'a','readOnly':true},{'name':'b','subPath':'part'%s}]}]}}";

        assertThat(new Bench("parts-of-volumes-are-always-writable")
                        .shown(NODE, PODS + "/a", json(pod.formatted(",'readOnly':true"))))
                .isEqualTo(Json.parse(json(pod.formatted("")).getBytes(StandardCharsets.UTF_8)));
    }
}
