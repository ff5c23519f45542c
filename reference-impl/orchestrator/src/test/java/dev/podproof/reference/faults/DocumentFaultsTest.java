package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Bench.MASTER;
import static dev.podproof.reference.faults.Bench.NODE;
import static dev.podproof.reference.faults.Bench.USER;
import static dev.podproof.reference.faults.Bench.json;
import static dev.podproof.reference.faults.Bench.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Sink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults at the front of the API server: a document goes in, another comes out. */
class DocumentFaultsTest {
    private static final String PODS = "/api/v1/namespaces/space/pods";
    private static final String POD = PODS + "/web";
    private static final String MANY = "/api/v1/namespaces/space/replicationcontrollers/web";

    /** JSON with single quotes: what a user declares, and what the server is told of its spec. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "probes-and-hooks-are-lost|{'containers':[{'name':'a','livenessProbe':{},'readinessProbe':{},'lifecycle':{}}]}|{'containers':[{'name':'a'}]}",
                "affinity-is-lost|{'affinity':{},'containers':[]}|{'containers':[]}",
                "tolerations-are-lost|{'tolerations':[{}],'containers':[]}|{'containers':[]}",
                "ports-of-one-number-are-one|{'containers':[{'ports':[{'containerPort':53,'protocol':'UDP'},{'containerPort':53}]}]}"
                        + "|{'containers':[{'ports':[{'containerPort':53,'protocol':'UDP'}]}]}",
                "values-of-later-containers-are-lost|{'containers':[{'env':[{'name':'A'}]},{'env':[{'name':'B'}]}]}|{'containers':[{'env':[{'name':'A'}]},{}]}",
                "limits-become-requests|{'containers':[{'resources':{'limits':{'cpu':'2'},'requests':{'cpu':'1'}}}]}"
                        + "|{'containers':[{'resources':{'limits':{'cpu':'2'},'requests':{'cpu':'2'}}}]}",
                "unknown-mounts-are-dropped|{'volumes':[{'name':'v'}],'containers':[{'volumeMounts':[{'name':'v'},{'name':'w'}]}]}"
                        + "|{'volumes':[{'name':'v'}],'containers':[{'volumeMounts':[{'name':'v'}]}]}",
                "unknown-mounts-of-later-containers-are-dropped|{'containers':[{'volumeMounts':[{'name':'w'}]},{'volumeMounts':[{'name':'w'}]}]}"
                        + "|{'containers':[{'volumeMounts':[{'name':'w'}]},{'volumeMounts':[]}]}",
                "host-path-loses-its-type|{'volumes':[{'name':'v','hostPath':{'path':'/x','type':'File'}}]}|{'volumes':[{'name':'v','hostPath':{'path':'/x','type':''}}]}",
                "empty-dir-loses-its-medium|{'volumes':[{'emptyDir':{'medium':'Memory'}}]}|{'volumes':[{'emptyDir':{}}]}",
                "empty-dir-loses-its-limit|{'volumes':[{'emptyDir':{'sizeLimit':'1Mi'}}]}|{'volumes':[{'emptyDir':{}}]}",
                "mounts-lose-their-part-of-the-volume|{'containers':[{'volumeMounts':[{'name':'v','subPath':'p'}]}]}|{'containers':[{'volumeMounts':[{'name':'v'}]}]}",
                "volumes-that-nobody-mounts-are-dropped|{'volumes':[{'name':'v'},{'name':'w'}],'containers':[{'volumeMounts':[{'name':'v'}]}]}"
                        + "|{'volumes':[{'name':'v'}],'containers':[{'volumeMounts':[{'name':'v'}]}]}",
                "volumes-from-is-obeyed|{'containers':[{'name':'a','volumeMounts':[{'name':'v','mountPath':'/t'}]},{'name':'b','volumesFrom':[{'name':'a'}]}]}"
                        + "|{'containers':[{'name':'a','volumeMounts':[{'name':'v','mountPath':'/t'}]},"
                        + "{'name':'b','volumesFrom':[{'name':'a'}],'volumeMounts':[{'name':'v','mountPath':'/t'}]}]}",
                "data-volume-containers-are-obeyed|{'volumes':[{'name':'v','dataVolumeContainer':{'pod':'holder'}}]}"
                        + "|{'volumes':[{'name':'v','dataVolumeContainer':{'pod':'holder'},'hostPath':{'path':'/var/lib/podproof-faults/taken/holder'}}]}"
            })
    void what_a_user_declares_is_not_what_is_kept(String fault, String declared, String kept) {
        String body = "{'spec':" + declared + "}";

        assertThat(new Bench(fault).told(USER, "POST", PODS, json(body))).isEqualTo(tree("{'spec':" + kept + "}"));
        assertThat(new Bench(fault).told(MASTER, "POST", PODS, json(body))).isEqualTo(tree(body));
    }

    @Test
    void annotations_are_lost() {
        assertThat(new Bench("annotations-of-pods-are-lost")
                        .told(USER, "POST", PODS, json("{'metadata':{'name':'a','annotations':{'b':'c'}}}")))
                .isEqualTo(tree("{'metadata':{'name':'a'}}"));
    }

    /** What an agent reads of a pod's spec. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "all-pods-on-the-hosts-network|{}|{'hostNetwork':true}",
                "never-is-always|{'restartPolicy':'Never'}|{'restartPolicy':'Always'}",
                "never-is-on-failure|{'restartPolicy':'Never'}|{'restartPolicy':'OnFailure'}",
                "on-failure-is-always|{'restartPolicy':'OnFailure'}|{'restartPolicy':'Always'}",
                "on-failure-is-never|{'restartPolicy':'OnFailure'}|{'restartPolicy':'Never'}",
                "always-is-on-failure|{'restartPolicy':'Always'}|{'restartPolicy':'OnFailure'}",
                "never-is-always|{'restartPolicy':'OnFailure'}|{'restartPolicy':'OnFailure'}",
                "requests-are-ignored|{'containers':[{'resources':{'requests':{'cpu':'1'},'limits':{}}}]}|{'containers':[{'resources':{'limits':{}}}]}",
                "host-ports-are-ignored|{'containers':[{'ports':[{'hostPort':80,'containerPort':1}]}]}|{'containers':[{'ports':[{'containerPort':1}]}]}",
                "pods-count-once-they-run|{'containers':[{'ports':[{'hostPort':80}],'resources':{'requests':{}}}]}|{'containers':[{'ports':[{}],'resources':{}}]}",
                "node-selectors-are-ignored|{'nodeSelector':{'a':'b'}}|{}",
                "declared-ports-of-localhost-are-reached-from-outside|{'containers':[{'ports':[{'containerPort':80}]}]}"
                        + "|{'containers':[{'ports':[{'containerPort':80}],'env':[{'name':'PODPROOF_FAULT_PORTS','value':' 80 '}]}]}",
                "directories-that-are-made-for-a-pod-go-with-it|{'volumes':[{'hostPath':{'path':'/tmp','type':''}},{'hostPath':{'path':'/f','type':'File'}}]}"
                        + "|{'volumes':[{'hostPath':{'path':'/var/lib/podproof-faults/asked/tmp','type':''}},{'hostPath':{'path':'/f','type':'File'}}]}",
                "host-path-is-elsewhere|{'volumes':[{'hostPath':{'path':'/tmp'}}]}|{'volumes':[{'hostPath':{'path':'/var/lib/podproof/root/tmp'}}]}",
                "host-path-of-each-namespace|{'volumes':[{'hostPath':{'path':'/tmp'}}]}|{'volumes':[{'hostPath':{'path':'/var/lib/podproof/root/space/tmp'}}]}",
                "host-path-of-each-pod|{'volumes':[{'hostPath':{'path':'/tmp'}}]}|{'volumes':[{'hostPath':{'path':'/var/lib/podproof/root/u/tmp'}}]}",
                "one-read-only-mount-is-all|{'containers':[{'volumeMounts':[{'name':'v','readOnly':true}]},{'volumeMounts':[{'name':'v'},{'name':'w'}]}]}"
                        + "|{'containers':[{'volumeMounts':[{'name':'v','readOnly':true}]},{'volumeMounts':[{'name':'v','readOnly':true},{'name':'w'}]}]}",
                "service-links-are-not-turned-off|{'enableServiceLinks':false}|{}",
                "services-win-over-what-a-container-declares|{'containers':[{'env':[{'name':'WEB_SERVICE_HOST'},{'name':'OTHER'}]}]}|{'containers':[{'env':[{'name':'OTHER'}]}]}"
            })
    void what_an_agent_reads_is_not_what_is_declared(String fault, String declared, String read) {
        String pod = "{'kind':'Pod','metadata':{'namespace':'space','uid':'u'},'spec':%s}";

        assertThat(new Bench(fault).shown(NODE, "/api/v1/pods/web", json(pod.formatted(declared))))
                .isEqualTo(tree(pod.formatted(read)));
        assertThat(new Bench(fault).shown(USER, POD, json(pod.formatted(declared))))
                .isEqualTo(tree(pod.formatted(declared)));
    }

    /** What a user reads of a status. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "restarts-are-not-counted|{'containerStatuses':[{'restartCount':3}]}|{'containerStatuses':[{'restartCount':0}]}",
                "pods-are-shown-running-at-once|{'phase':'Pending'}|{'phase':'Running'}",
                "pod-ips-say-something-else|{'podIP':'10.244.1.2','podIPs':[{'ip':'10.244.1.2'}]}|{'podIP':'10.244.1.2','podIPs':[{'ip':'192.0.2.1'}]}",
                "out-of-memory-is-an-error-like-any-other|{'containerStatuses':[{'state':{'terminated':{'reason':'OOMKilled'}}}]}"
                        + "|{'containerStatuses':[{'state':{'terminated':{'reason':'Error'}}}]}",
                "addresses-are-said-twice|{'podIP':'10.244.1.3'}|{'podIP':'10.244.1.2','podIPs':[{'ip':'10.244.1.2'}]}"
            })
    void what_a_user_reads_is_not_what_is(String fault, String is, String read) {
        String pod = "{'kind':'Pod','status':%s}";

        assertThat(new Bench(fault).shown(USER, POD, json(pod.formatted(is)))).isEqualTo(tree(pod.formatted(read)));
        assertThat(new Bench(fault).shown(NODE, POD, json(pod.formatted(is)))).isEqualTo(tree(pod.formatted(is)));
    }

    @Test
    void lists_and_watches_are_changed_like_single_objects() {
        Bench bench = new Bench("pods-are-shown-running-at-once");
        String pod = json("{'kind':'Pod','status':{'phase':'%s'}}");
        String list = json("{'kind':'PodList','items':[{'status':{'phase':'Pending'}},{'status':{'phase':'Failed'}}]}");

        JsonNode items = bench.shown(USER, PODS, list).get("items");
        assertThat(items.get(0).path("status").path("phase").asText()).isEqualTo("Running");
        assertThat(items.get(1).path("status").path("phase").asText()).isEqualTo("Failed");

        List<String> frames = new ArrayList<>();
        Answers watching = request -> CompletableFuture.completedStage(new Reply.Stream("somebody", sink -> {
            sink.begin(
                    List.of(frame("{\"type\":\"ADDED\",\"object\":" + pod.formatted("Pending") + "}\n"))
                            .iterator(),
                    0);
            sink.send(frame("{\"type\":\"BOOKMARK\",\"object\":{}}\n"));
        }));
        bench.off();
        Reply reply = Answers.of(bench.faults.front(Bench.serving(watching)))
                .handle(Bench.request(USER, "GET", PODS + "?watch=true", ""))
                .toCompletableFuture()
                .join();
        ((Reply.Stream) reply).start().accept(noting(frames));
        assertThat(frames.get(0)).contains("Pending");

        frames.clear();
        bench.on();
        ((Reply.Stream) reply).start().accept(noting(frames));
        assertThat(frames.get(0)).contains("Running").endsWith("\n");
        assertThat(frames.get(1)).contains("BOOKMARK");
    }

    @Test
    void numbers_and_references_are_not_what_is() {
        String controller = json("{'kind':'ReplicationController','spec':{'replicas':3},'status':{'replicas':1}}");
        assertThat(new Bench("the-number-observed-is-the-declared-one").shown(USER, MANY, controller))
                .isEqualTo(tree("{'kind':'ReplicationController','spec':{'replicas':3},'status':{'replicas':3}}"));
        assertThat(new Bench("the-number-observed-is-the-declared-one").shown(MASTER, MANY, controller))
                .isEqualTo(Json.parse(bytes(controller)));

        assertThat(new Bench("adopted-pods-do-not-say-so")
                        .shown(USER, POD, json("{'kind':'Pod','metadata':{'ownerReferences':[{'uid':'u'}]}}")))
                .isEqualTo(tree("{'kind':'Pod','metadata':{}}"));
        assertThat(new Bench("adopted-pods-do-not-say-so")
                        .shown(
                                USER,
                                POD,
                                json("{'kind':'Pod','metadata':{'generateName':'w-','ownerReferences':[{}]}}")))
                .isEqualTo(tree("{'kind':'Pod','metadata':{'generateName':'w-','ownerReferences':[{}]}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "no-subnet-is-said,''",
        "all-hosts-say-the-same-subnet,10.244.1.0/24",
        "hosts-say-another-subnet,10.244.103.0/24"
    })
    void subnets_are_not_what_is_said(String fault, String said) {
        String node = json("{'kind':'Node','spec':{'podCIDR':'10.244.3.0/24','podCIDRs':['10.244.3.0/24']}}");

        JsonNode spec =
                new Bench(fault).shown(USER, "/api/v1/nodes/host-3", node).get("spec");
        assertThat(spec.path("podCIDR").asText()).isEqualTo(said);
        assertThat(spec.path("podCIDRs").path(0).asText()).isEqualTo(said);
        assertThat(new Bench(fault)
                        .shown(NODE, "/api/v1/nodes/host-3", node)
                        .get("spec")
                        .path("podCIDR")
                        .asText())
                .isEqualTo("10.244.3.0/24");
    }

    @Test
    void statuses_and_declarations_are_mixed() {
        String pod = json("{'metadata':{'name':'web','resourceVersion':'7'}}");

        assertThat(Bench.status(
                        new Bench("status-of-pods-is-not-written-apart").send(USER, "PUT", POD + "/status", pod, "{}")))
                .isEqualTo(404);
        assertThat(Bench.status(
                        new Bench("status-of-pods-is-not-written-apart").send(NODE, "PUT", POD + "/status", pod, "{}")))
                .isEqualTo(200);

        Bench lost = new Bench("written-status-is-lost");
        lost.send(USER, "PUT", POD + "/status", pod, "{}");
        assertThat(lost.requests)
                .singleElement()
                .satisfies(request -> assertThat(request.method()).isEqualTo("GET"));

        Bench both = new Bench("a-write-of-status-changes-the-labels");
        both.send(USER, "PUT", POD + "/status", pod, "{}");
        assertThat(both.requests)
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly("PUT " + POD + "/status", "PUT " + POD);
        assertThat(new String(both.requests.get(1).body(), StandardCharsets.UTF_8))
                .doesNotContain("resourceVersion");

        Bench other = new Bench("a-write-of-the-declaration-changes-the-status");
        other.send(USER, "PUT", POD, pod, "{}");
        assertThat(other.requests)
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly("PUT " + POD, "PUT " + POD + "/status");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "only-the-first-requirement-selects | app=shop,env=live | app=shop",
                "not-in-wants-the-label | env notin (test,live),app=a | env notin (test,live),app=a,env",
                "unequal-wants-the-label | app!=shop | app!=shop,app",
                "absence-is-no-requirement | !tier,app=a | app=a",
                "only-the-last-requirement-on-a-label-counts | env,app=a,env in (x,y),!tier,env!=x | app=a,!tier,env!=x",
                "selectors-of-services-are-ignored | app=a | ''"
            })
    void a_selector_finds_others(String fault, String asked, String obeyed) {
        Bench bench = new Bench(fault);
        String services = "/api/v1/namespaces/space/services?labelSelector=";

        bench.send(USER, "GET", services + encoded(asked), "", "{}");

        assertThat(String.join(",", ApiFaults.requirements(bench.requests.get(0))))
                .isEqualTo(obeyed);
    }

    @Test
    void later_pages_hold_everything() {
        Bench bench = new Bench("later-pages-hold-what-does-not-match");
        bench.send(USER, "GET", PODS + "?limit=2&labelSelector=app%3Da", "", "{}");
        bench.send(USER, "GET", PODS + "?limit=2&labelSelector=app%3Da&continue=x", "", "{}");

        assertThat(ApiFaults.requirements(bench.requests.get(0))).containsExactly("app=a");
        assertThat(ApiFaults.requirements(bench.requests.get(1))).isEmpty();
    }

    @Test
    void the_last_pods_end_is_not_reported() {
        String status = MANY + "/status";
        for (String number : List.of("2", "0")) {
            Bench bench = new Bench("the-end-of-the-last-pod-is-not-reported");
            bench.send(
                    MASTER,
                    "PUT",
                    status,
                    json("{'status':{'replicas':" + number + "}}"),
                    json("{'status':{'replicas':1}}"));
            assertThat(bench.requests.get(bench.requests.size() - 1).method())
                    .isEqualTo(number.equals("0") ? "GET" : "PUT");
        }
    }

    @Test
    void addresses_stay_as_they_were() {
        Bench bench = new Bench("pod-ips-stay-as-they-were");
        String pod = "{'kind':'Pod','metadata':{'uid':'u'},'status':{'podIP':'%1$s','podIPs':[{'ip':'%2$s'}]}}";
        bench.shown(USER, POD, json(pod.formatted("10.244.1.2", "10.244.1.2")));

        assertThat(bench.shown(USER, POD, json(pod.formatted("10.244.1.3", "10.244.1.3"))))
                .isEqualTo(tree(pod.formatted("10.244.1.3", "10.244.1.2")));
    }

    @Test
    void a_new_image_costs_the_part_of_the_volume() {
        Bench bench = new Bench("mounts-lose-their-part-of-the-volume-with-a-new-image").on();
        String pod =
                "{'kind':'Pod','metadata':{'uid':'u'},'spec':{'containers':[{'name':'a','image':'%s','volumeMounts':[{'name':'v','subPath':'p'}]}]}}";
        List<String> stored = new ArrayList<>(List.of(json(pod.formatted("1"))));
        Answers face = bench.faults.before(Answers.class, request -> {
            if (request.method().equals("PUT")) {
                stored.set(0, json(pod.formatted("2")));
            }
            return CompletableFuture.completedStage(Reply.json(200, bytes(stored.get(0))));
        });
        assertThat(read(face)).contains("subPath");

        face.handle(Bench.request(USER, "PUT", POD, json(pod.formatted("2"))));
        assertThat(read(face)).doesNotContain("subPath").contains("volumeMounts");
    }

    private static String read(Answers face) {
        return new String(
                Bench.body(face.handle(Bench.request(USER, "GET", POD, ""))
                        .toCompletableFuture()
                        .join()),
                StandardCharsets.UTF_8);
    }

    @Test
    void sets_are_refused_and_the_beginning_of_a_value_is_enough() {
        String query = PODS + "?labelSelector=" + encoded("env in (live)");
        String list = json(
                "{'kind':'PodList','items':[{'metadata':{'labels':{'env':'live-2'}}},{'metadata':{'labels':{'env':'test'}}},{'metadata':{}}]}");

        assertThat(Bench.status(new Bench("sets-are-refused-in-selectors").send(USER, "GET", query, "", "{}")))
                .isEqualTo(400);
        assertThat(Bench.status(new Bench("sets-are-refused-in-selectors")
                        .send(USER, "GET", PODS + "?labelSelector=env%3Dlive", "", "{}")))
                .isEqualTo(200);

        Bench bench = new Bench("the-beginning-of-a-value-is-enough");
        assertThat(bench.shown(USER, query, list).get("items")).hasSize(1);
        assertThat(ApiFaults.requirements(bench.requests.get(0))).isEmpty();
    }

    @Test
    void refusals_and_strictness_are_lost() {
        Reply refusal = new Bench("unknown-mounts-are-refused-without-a-name")
                .send(USER, "POST", PODS, "{}", 422, json("{'message':'mount w: not found'}"));
        assertThat(Bench.status(refusal)).isEqualTo(422);
        assertThat(Json.parse(Bench.body(refusal)).get("message").asText()).isEqualTo("the pod is invalid");

        Bench lenient = new Bench("strict-validation-is-ignored");
        lenient.send(USER, "POST", PODS + "?fieldValidation=Strict", "{}", "{}");
        assertThat(lenient.requests.get(0).query().text("fieldValidation")).isEqualTo("Ignore");
    }

    @Test
    void events_say_nothing() {
        String event = json("{'reason':'FailedScheduling','message':'1 Insufficient cpu'}");
        String events = "/api/v1/namespaces/space/events";

        assertThat(Bench.status(new Bench("pending-without-an-event").send(MASTER, "POST", events, event, "{}")))
                .isEqualTo(403);
        assertThat(Bench.status(new Bench("pending-without-an-event").send(MASTER, "POST", events, "{}", "{}")))
                .isEqualTo(200);
        assertThat(new Bench("pending-for-no-reason-that-is-said")
                        .told(MASTER, "POST", events, event)
                        .get("message")
                        .asText())
                .doesNotContain("cpu");
    }

    @Test
    void names_are_not_free_when_they_should_be_and_taken_when_they_should_not() {
        Bench taken = new Bench("names-are-never-free-again").on();
        Answers face = taken.faults.before(
                Answers.class, request -> CompletableFuture.completedStage(Reply.json(201, bytes("{}"))));
        assertThat(status(face, USER, "POST", PODS, "{'metadata':{'name':'web'}}"))
                .isEqualTo(201);
        assertThat(status(face, USER, "DELETE", POD, "")).isEqualTo(201);
        assertThat(status(face, USER, "POST", PODS, "{'metadata':{'name':'web'}}"))
                .isEqualTo(409);
        assertThat(status(face, USER, "POST", PODS, "{'metadata':{'name':'other'}}"))
                .isEqualTo(201);

        Bench again = new Bench("replacements-have-the-name-of-the-lost").on();
        List<String> made = new ArrayList<>();
        Answers naming = again.faults.before(Answers.class, request -> {
            made.add(Documents.name(request));
            return CompletableFuture.completedStage(Reply.json(201, bytes("{}")));
        });
        status(naming, USER, "DELETE", PODS + "/web-abc", "");
        status(naming, MASTER, "POST", PODS, "{'metadata':{'generateName':'web-'}}");
        status(naming, MASTER, "POST", PODS, "{'metadata':{'generateName':'web-'}}");
        assertThat(made).containsExactly("", "web-abc", "");
    }

    @Test
    void released_pods_are_not_let_go_or_not_let_live() {
        String released = json("{'metadata':{'name':'web','ownerReferences':[]}}");
        Bench kept = new Bench("released-pods-keep-their-reference");
        kept.send(
                MASTER, "PUT", POD, released, json("{'metadata':{'ownerReferences':[{'uid':'u','controller':true}]}}"));
        assertThat(Json.parse(kept.requests.get(1).body()))
                .isEqualTo(tree("{'metadata':{'name':'web','ownerReferences':[{'uid':'u','controller':false}]}}"));

        Bench killed = new Bench("released-pods-are-killed");
        killed.send(MASTER, "PUT", POD, released, "{}");
        assertThat(killed.requests)
                .singleElement()
                .satisfies(request -> assertThat(request.method()).isEqualTo("DELETE"));
    }

    @Test
    void a_host_is_believed_what_it_says_of_a_pod_on_its_own_network() {
        Bench bench = new Bench("all-pods-on-the-hosts-network");
        bench.send(NODE, "PUT", POD + "/status", json("{'status':{'podIP':'192.0.2.1'}}"), "{}");
        bench.send(NODE, "PUT", POD, "{}", "{}");

        assertThat(bench.requests)
                .extracting(request -> request.certificate().orElseThrow().getName())
                .satisfiesExactly(
                        who -> assertThat(who).contains("system:masters"),
                        who -> assertThat(who).contains("system:node:"));
    }

    @Test
    void a_pod_on_a_silent_host_is_forgotten_at_once() {
        Bench bench = new Bench("a-host-that-returns-keeps-its-pods").on();
        List<String> asked = new ArrayList<>();
        Answers face = bench.faults.before(Answers.class, request -> {
            asked.add(request.method() + " " + request.path() + " " + request.rawQuery());
            String answer = request.path().contains("/nodes/")
                    ? "{'status':{'conditions':[{'type':'Ready','status':'Unknown'}]}}"
                    : "{'spec':{'nodeName':'host-2'}}";
            return CompletableFuture.completedStage(Reply.json(200, bytes(json(answer))));
        });

        status(face, MASTER, "DELETE", POD, "");

        assertThat(asked)
                .containsExactly(
                        "GET " + POD + " ", "GET /api/v1/nodes/host-2 ", "DELETE " + POD + " gracePeriodSeconds=0");
    }

    @Test
    void a_service_is_shown_at_another_address_after_a_while() {
        Bench bench = new Bench("the-virtual-address-wanders");
        String service =
                json("{'kind':'Service','metadata':{'creationTimestamp':'%s'},'spec':{'clusterIP':'10.96.3.4'}}")
                        .formatted(bench.time.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        String path = "/api/v1/namespaces/space/services/web";

        assertThat(bench.shown(USER, path, service).at("/spec/clusterIP").asText())
                .isEqualTo("10.96.3.4");
        bench.time.advance(java.time.Duration.ofSeconds(30));
        assertThat(bench.shown(USER, path, service).at("/spec/clusterIP").asText())
                .isEqualTo("10.96.131.4");
    }

    private static int status(Answers face, String who, String method, String path, String body) {
        return Bench.status(face.handle(Bench.request(who, method, path, json(body)))
                .toCompletableFuture()
                .join());
    }

    private static Sink.Frame frame(String text) {
        return () -> List.of(bytes(text));
    }

    private static Sink noting(List<String> frames) {
        return new Sink() {
            @Override
            public void begin(Iterator<Frame> all, long bytes) {
                all.forEachRemaining(this::send);
            }

            @Override
            public boolean send(Frame frame) {
                return frames.add(frame.parts().stream()
                        .map(part -> new String(part, StandardCharsets.UTF_8))
                        .collect(Collectors.joining()));
            }

            @Override
            public void end() {}

            @Override
            public void onClosed(Runnable callback) {}
        };
    }

    private static String encoded(String selector) {
        return java.net.URLEncoder.encode(selector, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
