package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import dev.podproof.reference.testing.Rooms;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node's certificate can do to others, and what it can say of itself: {@code host-1} calls, {@code host-2} is another. */
class NodeRestrictionTest {

    private static final String NODES = "/api/v1/nodes";
    private static final String OWN = NODES + "/host-1";
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";

    private static InProcessApi api;
    private static RawApi admin;
    private static RawApi node;

    @BeforeAll
    static void start() {
        api = InProcessApi.start();
        admin = api.raw();
        node = api.rawNode("host-1");
        for (int number = 1; number <= 2; number++) {
            allowed(admin.post(
                    NODES,
                    "{'metadata':{'name':'host-%1$d','labels':{'node-restriction.kubernetes.io/zone':'dmz'}},'spec':{'podCIDR':'10.244.%1$d.0/24','taints':[{'key':'a','effect':'NoSchedule'}]},'status':{'addresses':[{'type':'InternalIP','address':'192.0.2.%1$d'}]}}"
                            .formatted(number)));
            allowed(admin.post(PODS, pod("pod-" + number, "'nodeName':'host-" + number + "'")));
            allowed(admin.post(PODS, pod("on-host-" + number, "'hostNetwork':true,'nodeName':'host-" + number + "'")));
        }
        allowed(admin.post("/api/v1/namespaces", "{'metadata':{'name':'other'}}"));
        for (var kind : List.of("secrets", "configmaps")) {
            for (var namespace : List.of("default", "other")) {
                for (var name : List.of("of-pod", "unrelated")) {
                    allowed(admin.post(
                            "/api/v1/namespaces/" + namespace + "/" + kind, "{'metadata':{'name':'" + name + "'}}"));
                }
            }
        }
        allowed(
                admin.post(
                        PODS,
                        pod(
                                "with-references",
                                "'nodeName':'host-1','volumes':[{'name':'s','secret':{'secretName':'of-pod'}},{'name':'c','configMap':{'name':'of-pod'}}]")));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secrets", "configmaps"})
    void reads_what_its_pods_refer_to_by_namespace_and_name_and_nothing_else(String kind) {
        var own = "/api/v1/namespaces/default/" + kind;
        allowed(node.get(own + "/of-pod"));
        allowed(node.get(own + "?fieldSelector=metadata.name=of-pod"));

        for (var path : List.of(
                "/api/v1/" + kind + "?fieldSelector=metadata.name=of-pod",
                "/api/v1/" + kind + "?fieldSelector=metadata.name=of-pod&watch=true&timeoutSeconds=1",
                "/api/v1/" + kind,
                own,
                own + "?watch=true&timeoutSeconds=1",
                own + "?labelSelector=a%3Db",
                own + "?fieldSelector=metadata.name!=x",
                own + "?fieldSelector=metadata.namespace=default",
                own + "/unrelated",
                own + "?fieldSelector=metadata.name=unrelated",
                "/api/v1/namespaces/other/" + kind + "/of-pod",
                "/api/v1/namespaces/other/" + kind + "?fieldSelector=metadata.name=of-pod")) {
            forbidden(node.get(path));
        }
        forbidden(api.rawNode("host-2").get(own + "/of-pod"));
        forbidden(node.delete(own + "/of-pod", ""));
        forbidden(node.put(own + "/of-pod", "{'metadata':{'name':'of-pod'}}"));
        forbidden(node.post(own, "{'metadata':{'name':'new'}}"));
        forbidden(node.delete(own + "?fieldSelector=metadata.name=of-pod", ""));
    }

    @Test
    void touches_its_own_pods_and_no_others() {
        allowed(node.get(PODS + "/pod-1"));
        allowed(node.get("/api/v1/pods?fieldSelector=spec.nodeName=host-1"));
        for (var path : List.of(
                PODS + "/pod-2",
                PODS,
                "/api/v1/pods",
                "/api/v1/pods?fieldSelector=spec.nodeName=host-2",
                "/api/v1/pods?fieldSelector=spec.nodeName!=host-1",
                PODS + "?fieldSelector=metadata.name=pod-1",
                PODS + "?fieldSelector=metadata.name=pod-2")) {
            forbidden(node.get(path));
        }
        forbidden(node.delete(PODS + "/pod-2", ""));
        forbidden(node.delete(PODS + "?fieldSelector=spec.nodeName=host-1", ""));
        forbidden(node.delete(PODS + "?fieldSelector=metadata.name=pod-1", ""));
        forbidden(node.patch(PODS + "/pod-1", "merge", "{'metadata':{'labels':{'app':'web'}}}"));
        forbidden(node.post(PODS, pod("new", "'nodeName':'host-1'")));
        forbidden(node.patch(PODS + "/pod-2/status", "merge", "{'status':{'phase':'Failed'}}"));
        for (var subresource : List.of("binding", "eviction", "exec", "attach", "portforward")) {
            forbidden(node.post(PODS + "/pod-1/" + subresource, "{}"));
        }
    }

    @Test
    void says_of_its_pods_how_they_are_and_not_who_they_are() {
        allowed(
                node.patch(
                        PODS + "/pod-1/status",
                        "merge",
                        "{'metadata':{'labels':{'app':'stolen'},'annotations':{'a':'b'},'finalizers':['a/b']},'spec':{'activeDeadlineSeconds':1},'status':{'phase':'Running'}}"));

        var pod = admin.get(PODS + "/pod-1").json();
        assertThat(pod.path("status").path("phase").asText()).isEqualTo("Running");
        assertThat(pod.path("metadata").has("labels")).isFalse();
        assertThat(pod.path("metadata").has("annotations")).isFalse();
        assertThat(pod.path("metadata").has("finalizers")).isFalse();
        assertThat(pod.path("spec").has("activeDeadlineSeconds")).isFalse();
    }

    @Test
    void gives_its_pods_no_address_but_one_of_its_own() {
        for (var good : List.of("10.244.1.2", "10.244.1.254")) {
            allowed(status("pod-1", "{'podIP':'" + good + "','podIPs':[{'ip':'" + good + "'}],'hostIP':'192.0.2.1'}"));
        }
        for (var foreign : List.of(
                "10.244.2.2", "10.96.0.1", "192.0.2.1", "192.0.2.2", "127.0.0.1", "169.254.169.254", "8.8.8.8")) {
            notIts(status("pod-1", "{'podIP':'" + foreign + "'}"), "status.podIP");
            notIts(status("pod-1", "{'podIP':'" + foreign + "','podIPs':[{'ip':'" + foreign + "'}]}"), "status.podIP");
        }
        notIts(
                status("pod-1", "{'podIP':'10.244.1.2','podIPs':[{'ip':'10.244.1.2'},{'ip':'10.244.2.2'}]}"),
                "status.podIP");
        notIts(status("pod-1", "{'hostIP':'192.0.2.2'}"), "status.hostIP");
        notIts(status("pod-1", "{'hostIPs':[{'ip':'192.0.2.2'}]}"), "status.hostIP");
        allowed(status("on-host-1", "{'podIP':'192.0.2.1','hostIP':'192.0.2.1'}"));
        notIts(status("on-host-1", "{'podIP':'192.0.2.2'}"), "status.podIP");
        notIts(status("on-host-1", "{'podIP':'10.244.1.2'}"), "status.podIP");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'podIP':'10.244.1.2\\n'}",
                "{'podIP':'10.244.1.2; flush ruleset'}",
                "{'podIP':'10.244.1.002'}",
                "{'podIP':'10.244.1'}",
                "{'podIP':'web'}",
                "{'phase':'Dancing'}",
                "{'conditions':[{}]}",
                "{'conditions':[{'type':'Ready','status':'Perhaps'}]}",
                "{'conditions':[{'type':'Ready\\n','status':'True'}]}",
                "{'conditions':[{'type':'Ready','status':'True'},{'type':'Ready','status':'False'}]}",
                "{'containerStatuses':[{'name':'main','restartCount':-1,'image':'','imageID':'','ready':true}]}",
                "{'containerStatuses':[{'name':'main\\u001b[2J','restartCount':0,'image':'','imageID':'','ready':true}]}"
            })
    void says_nothing_of_a_pod_that_can_not_be(String status) {
        assertThat(status("pod-1", status).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'startTime':'yesterday'}",
                "{'conditions':[{'type':'Ready','status':'True','lastTransitionTime':'x'}]}",
                "{'containerStatuses':[{'name':'main','allocatedResources':{'cpu':''}}]}"
            })
    void says_nothing_of_a_pod_that_others_could_not_read(String status) {
        assertThat(status("pod-1", status).status()).isEqualTo(400);
    }

    @Test
    void makes_no_object_but_its_own() {
        forbidden(node.post(NODES, "{'metadata':{'name':'host-9'}}"));
        forbidden(node.post(NODES, "{'metadata':{'generateName':'host-1'}}"));
        forbidden(node.put(NODES + "/host-2", "{'metadata':{'name':'host-2'}}"));
        forbidden(node.patch(NODES + "/host-2/status", "merge", "{'status':{}}"));
        forbidden(node.delete(OWN, ""));
        forbidden(node.delete(NODES, ""));
        var newcomer = api.rawNode("host-8");
        notIts(
                newcomer.post(NODES, "{'metadata':{'name':'host-8'},'spec':{'podCIDR':'10.244.8.0/24'}}"),
                "spec.podCIDR");
        notIts(
                newcomer.post(NODES, "{'metadata':{'name':'host-8'},'spec':{'podCIDRs':['10.244.8.0/24']}}"),
                "spec.podCIDR");
        notIts(
                newcomer.post(
                        NODES, "{'metadata':{'name':'host-8','labels':{'node-restriction.kubernetes.io/a':'b'}}}"),
                "metadata.labels");
        notIts(newcomer.post(NODES, "{'metadata':{'name':'host-8','finalizers':['a/b']}}"), "metadata.finalizers");
        notIts(
                newcomer.post(
                        NODES,
                        "{'metadata':{'name':'host-8','ownerReferences':[{'apiVersion':'v1','kind':'Pod','name':'a','uid':'b'}]}}"),
                "metadata.ownerReferences");
        allowed(
                newcomer.post(
                        NODES,
                        "{'metadata':{'name':'host-8','labels':{'kubernetes.io/hostname':'host-8'}},'spec':{'unschedulable':true,'taints':[{'key':'new','effect':'NoSchedule'}]}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'metadata':{'labels':{'node-restriction.kubernetes.io/zone':'inner'}}}",
                "{'metadata':{'labels':{'node-restriction.kubernetes.io/zone':null}}}",
                "{'metadata':{'labels':{'x.node-restriction.kubernetes.io/zone':'inner'}}}",
                "{'metadata':{'labels':{'node-role.kubernetes.io/master':''}}}",
                "{'metadata':{'labels':{'kubernetes.io/secret-keeper':'yes'}}}",
                "{'metadata':{'labels':{'keeper.k8s.io/a':'yes'}}}",
                "{'metadata':{'finalizers':['a/b']}}",
                "{'metadata':{'ownerReferences':[{'apiVersion':'v1','kind':'Pod','name':'a','uid':'b'}]}}",
                "{'spec':{'taints':null}}",
                "{'spec':{'taints':[]}}",
                "{'spec':{'taints':[{'key':'b','effect':'NoSchedule'}]}}",
                "{'spec':{'unschedulable':true}}",
                "{'spec':{'providerID':'x'}}"
            })
    void changes_nothing_of_itself_that_others_go_by(String patch) {
        var before = admin.get(OWN).json();

        assertThat(node.patch(OWN, "merge", patch).status()).isEqualTo(403);

        assertThat(admin.get(OWN).json()).isEqualTo(before);
    }

    @Test
    void changes_of_itself_what_is_its_own() {
        allowed(
                node.patch(
                        OWN,
                        "merge",
                        "{'metadata':{'labels':{'kubernetes.io/hostname':'host-1','topology.kubernetes.io/zone':'a','kubelet.kubernetes.io/a':'b','x.node.kubernetes.io/a':'b','example.org/a':'b','plain':'c'},'annotations':{'a':'b'}}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1\\n",
                "192.0.2.1 }\\nadd table ip evil",
                "192.0.2.1; flush ruleset",
                "192.0.2.1\\u0000",
                "192.0.2.01",
                "host.example",
                "",
                "127.0.0.1",
                "0.0.0.0",
                "169.254.169.254",
                "224.0.0.1",
                "255.255.255.255",
                "10.244.2.7",
                "10.96.0.1"
            })
    void is_reached_at_no_address_that_no_host_has(String address) {
        var answer = node.patch(
                OWN + "/status",
                "merge",
                "{'status':{'addresses':[{'type':'InternalIP','address':'" + address + "'}]}}");

        assertThat(answer.status()).isIn(403, 422);
        assertThat(answer.fields()).isNotEmpty().allMatch(field -> field.startsWith("status.addresses"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'addresses':[{'type':'Hostname','address':'a b'}]}",
                "{'addresses':[{'type':'Hostname','address':'a\\nb'}]}",
                "{'addresses':[{'type':'Internal IP','address':'192.0.2.1'}]}",
                "{'addresses':[{'type':'InternalIP','address':'192.0.2.1'},{'type':'InternalIP','address':'192.0.2.1'}]}",
                "{'capacity':{'cpu':'-1'}}",
                "{'allocatable':{'a b':'1'}}",
                "{'conditions':[{'type':'Ready','status':'Maybe'}]}",
                "{'daemonEndpoints':{'kubeletEndpoint':{'Port':65536}}}",
                "{'daemonEndpoints':{'kubeletEndpoint':{'Port':-1}}}"
            })
    void says_nothing_of_itself_that_can_not_be(String status) {
        assertThat(node.patch(OWN + "/status", "merge", "{'status':" + status + "}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void says_no_more_than_somebody_can_keep() {
        assertThat(ofItself("addresses", 33, "{'type':'Hostname','address':'h%d'}")
                        .fields())
                .containsExactly("status.addresses");
        assertThat(ofItself("conditions", 65, "{'type':'C%d','status':'True'}").fields())
                .containsExactly("status.conditions");
        assertThat(ofItself("images", 257, "{'names':['i%d'],'sizeBytes':1}").fields())
                .containsExactly("status.images");
        assertThat(ofItself("images", 200, "{'names':['" + "i".repeat(3_000) + "%d']}")
                        .fields())
                .containsExactly("status");
        allowed(ofItself("conditions", 64, "{'type':'C%d','status':'True'}"));
        allowed(ofItself("images", 256, "{'names':['i%d'],'sizeBytes':1}"));
        assertThat(status("pod-1", "{'message':'" + "m".repeat(600_000) + "'}").fields())
                .containsExactly("status");
        allowed(node.patch(OWN + "/status", "merge", "{'status':{'images':null,'conditions':null}}"));
    }

    private static RawApi.Answer ofItself(String field, int count, String item) {
        var items = IntStream.range(0, count).mapToObj(item::formatted).collect(Collectors.joining(","));
        return node.patch(OWN + "/status", "merge", "{'status':{'" + field + "':[" + items + "]}}");
    }

    @Test
    void holds_its_own_lease_and_no_other() {
        allowed(node.post(LEASES, lease("host-1", "host-1")));
        allowed(node.get(LEASES + "/host-1"));
        allowed(node.put(LEASES + "/host-1", lease("host-1", "host-1")));
        notIts(node.put(LEASES + "/host-1", lease("host-1", "host-2")), "spec.holderIdentity");
        forbidden(node.post(LEASES, lease("host-2", "host-2")));
        forbidden(node.post(LEASES.replace("kube-node-lease", "kube-system"), lease("host-1", "host-1")));
        allowed(admin.post(LEASES, lease("host-2", "host-2")));
        forbidden(node.get(LEASES + "/host-2"));
        forbidden(node.put(LEASES + "/host-2", lease("host-2", "host-1")));
        forbidden(node.get(LEASES));
        forbidden(node.delete(LEASES + "/host-1", ""));
        for (var time : List.of("soon", "", "2026-12-01", "{}")) {
            var text = time.equals("{}") ? time : "'" + time + "'";
            assertThat(node.patch(LEASES + "/host-1", "merge", "{'spec':{'renewTime':" + text + "}}")
                            .status())
                    .as(time)
                    .isEqualTo(400);
        }
    }

    @Test
    void speaks_for_itself_in_events() {
        var events = "/api/v1/namespaces/default/events";
        allowed(node.post(events, event("mine", "host-1", "well")));
        allowed(node.put(events + "/mine", event("mine", "host-1", "well again")));
        notIts(node.post(events, event("forged", "host-2", "well")), "source.host");
        notIts(node.put(events + "/mine", event("mine", "host-2", "well")), "source.host");
        allowed(admin.post(events, event("others", "host-2", "unwell")));
        forbidden(node.put(events + "/others", event("others", "host-1", "well")));
        forbidden(node.get(events));
        forbidden(node.delete(events + "/mine", ""));
        assertThat(node.post(events, event("long", "host-1", "m".repeat(40_000)))
                        .status())
                .isEqualTo(403);
    }

    /** What has a finalizer stays, and its namespace with it; what has an owner may keep that one from going. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'finalizers':['a/b']",
                "'ownerReferences':[{'apiVersion':'v1','kind':'Pod','name':'a','uid':'b','blockOwnerDeletion':true}]"
            })
    void makes_nothing_that_would_not_go_again(String metadata) {
        var events = "/api/v1/namespaces/default/events";
        var field = "metadata." + metadata.substring(1, metadata.indexOf('\'', 1));
        notIts(node.post(events, event("stays", "host-1", "well").replace("'name'", metadata + ",'name'")), field);
        allowed(node.post(events, event("goes-" + metadata.length(), "host-1", "well")));
        notIts(node.patch(events + "/goes-" + metadata.length(), "merge", "{'metadata':{" + metadata + "}}"), field);
        var newcomer = api.rawNode("host-7");
        notIts(newcomer.post(LEASES, lease("host-7", "host-7").replace("'name'", metadata + ",'name'")), field);
    }

    @Test
    void says_of_a_pod_what_its_containers_can_have_said() {
        // Control characters take the most; a container could else keep its pod from being told of.
        var lastWords = "{'terminated':{'exitCode':1,'message':'" + "\\u0001".repeat(4_096) + "'}}";
        var waiting = "{'waiting':{'reason':'CrashLoopBackOff','message':'" + "\\u0001".repeat(4_096) + "'}}";
        allowed(
                admin.post(
                        PODS,
                        "{'metadata':{'name':'talkative'},'spec':{'nodeName':'host-1','containers':[{'name':'c0','image':'i'},{'name':'c1','image':'i'},{'name':'c2','image':'i'}]}}"));
        var statuses = IntStream.range(0, 3)
                .mapToObj(number ->
                        "{'name':'c%d','restartCount':1,'image':'','imageID':'','ready':false,'state':%s,'lastState':%s}"
                                .formatted(number, waiting, lastWords))
                .collect(Collectors.joining(","));
        allowed(status("talkative", "{'containerStatuses':[" + statuses + "]}"));
        assertThat(status("pod-1", "{'message':'" + "m".repeat(140_000) + "'}").fields())
                .containsExactly("status");
    }

    @Test
    void fills_only_a_part_of_the_store_with_events() {
        try (var small = InProcessApi.start(Rooms.usual().stored(4_000_000).limits())) {
            var talker = small.rawNode("host-1");
            var answers = IntStream.range(0, 60)
                    .map(number -> talker.post(
                                    "/api/v1/namespaces/default/events",
                                    event("e" + number, "host-1", "m".repeat(30_000)))
                            .status())
                    .boxed()
                    .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
            assertThat(answers).containsOnlyKeys(201, 507);
            assertThat(answers.get(201)).isBetween(25L, 35L);
            allowed(small.raw()
                    .post("/api/v1/namespaces/default/configmaps", "{'metadata':{'name':'still-possible'}}"));
        }
    }

    @Test
    void looks_at_hosts_services_and_endpoints_and_at_nothing_else() {
        for (var path : List.of(NODES, OWN, NODES + "/host-2", "/api/v1/services", "/api/v1/endpoints")) {
            allowed(node.get(path));
        }
        for (var path : List.of(
                "/api/v1/namespaces",
                "/api/v1/replicationcontrollers",
                "/api/v1/namespaces/default/serviceaccounts/default",
                "/apis/discovery.k8s.io/v1/endpointslices",
                "/api/v1/events",
                OWN + "/proxy/",
                PODS + "/pod-1/log",
                PODS + "/pod-1/status")) {
            forbidden(node.get(path));
        }
        forbidden(node.put("/api/v1/namespaces/default/services/kubernetes", "{'metadata':{'name':'kubernetes'}}"));
        forbidden(node.post("/podproof/v1/tickets/host-9", "https://master:6443"));
        forbidden(node.delete("/podproof/v1/nodes/host-2", ""));
    }

    @Test
    void brings_only_a_subnet_that_is_nobody_elses() {
        try (var prepared = InProcessApi.whereHostsBringSubnets()) {
            var chief = prepared.raw();
            allowed(
                    chief.post(
                            NODES,
                            "{'metadata':{'name':'host-2'},'spec':{'podCIDR':'10.244.2.0/24'},'status':{'addresses':[{'type':'InternalIP','address':'10.244.77.1'}]}}"));
            var host = prepared.rawNode("host-1");
            allowed(host.post(NODES, "{'metadata':{'name':'host-1'}}"));
            for (var subnet : List.of(
                    "10.244.2.0/24",
                    "10.244.2.128/25",
                    "10.244.77.0/24",
                    "10.244.0.0/16",
                    "10.244.0.0/23",
                    "192.0.2.0/24",
                    "192.0.2.1/32",
                    "10.96.0.0/24",
                    "0.0.0.0/1")) {
                notIts(
                        host.patch(OWN, "merge", "{'spec':{'podCIDR':'" + subnet + "','podCIDRs':['" + subnet + "']}}"),
                        "spec.podCIDR");
            }
            for (var subnet : List.of("0.0.0.0/0", "10.244.1.0/24; flush ruleset", "10.244.1.0", "10.244.1.0/24\\n")) {
                assertThat(host.patch(OWN, "merge", "{'spec':{'podCIDR':'" + subnet + "'}}")
                                .status())
                        .isEqualTo(422);
            }
            notIts(
                    host.patch(OWN, "merge", "{'spec':{'podCIDR':'10.244.1.0/24','podCIDRs':['10.244.3.0/24']}}"),
                    "spec.podCIDRs");
            allowed(host.patch(OWN, "merge", "{'spec':{'podCIDR':'10.244.1.0/24','podCIDRs':['10.244.1.0/24']}}"));
            assertThat(host.patch(OWN, "merge", "{'spec':{'podCIDR':'10.244.3.0/24','podCIDRs':['10.244.3.0/24']}}")
                            .fields())
                    .containsExactly("spec.podCIDR");
        }
    }

    private static RawApi.Answer status(String pod, String status) {
        return node.patch(PODS + "/" + pod + "/status", "merge", "{'status':" + status + "}");
    }

    private static String pod(String name, String spec) {
        return "{'metadata':{'name':'" + name + "'},'spec':{" + spec
                + ",'containers':[{'name':'main','image':'busybox:1.36'}]}}";
    }

    private static String lease(String name, String holder) {
        return "{'metadata':{'name':'" + name + "'},'spec':{'holderIdentity':'" + holder
                + "','renewTime':'2026-12-01T12:00:00.000000Z'}}";
    }

    private static String event(String name, String host, String message) {
        return "{'metadata':{'name':'" + name
                + "'},'involvedObject':{'kind':'Pod','namespace':'default','name':'pod-1'},'reason':'Test','message':'"
                + message + "','source':{'component':'kubelet','host':'" + host + "'}}";
    }

    private static void allowed(RawApi.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
    }

    private static void forbidden(RawApi.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    }

    /** Well formed, and still not this caller's to write. */
    private static void notIts(RawApi.Answer answer, String field) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.fields()).contains(field);
    }
}
