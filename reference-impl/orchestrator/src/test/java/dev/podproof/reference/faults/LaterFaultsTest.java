package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Bench.MASTER;
import static dev.podproof.reference.faults.Bench.NODE;
import static dev.podproof.reference.faults.Bench.USER;
import static dev.podproof.reference.faults.Bench.json;
import static dev.podproof.reference.faults.Bench.mount;
import static dev.podproof.reference.faults.Bench.mounting;
import static dev.podproof.reference.faults.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.dns.server.Messages;
import dev.podproof.reference.dns.zone.Answer;
import dev.podproof.reference.dns.zone.RecordData;
import dev.podproof.reference.dns.zone.Zone;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerSpec.Mount;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that show only once something changes, or in what is not the first of its kind. */
class LaterFaultsTest {
    private static final String CHAIN = "ip podproof_proxy svc-0a1b2c3d-space/web/TCP/80";

    // --- rules for services that change

    private static String fill(int backends) {
        StringBuilder map = new StringBuilder();
        for (int i = 0; i < backends; i++) {
            map.append(i == 0 ? "" : ", ").append(i + " : 10.244.1." + (i + 2) + " . 80");
        }
        return "add rule %s meta l4proto tcp dnat ip to numgen random mod %d map { %s }\n"
                .formatted(CHAIN, backends, map);
    }

    private static final class Kernel {
        final List<String> told = new ArrayList<>();
        final Commands face;

        Kernel(String fault, String host) {
            this.face = new Bench(fault, host, Path.of("/nowhere"))
                    .on()
                    .faults
                    .before(Commands.class, (command, input) -> {
                        told.add(input);
                        return "";
                    });
        }

        String told(String script) {
            face.run(List.of("nft", "-f", "-"), script);
            return told.get(told.size() - 1);
        }
    }

    @Test
    void one_host_keeps_the_number_of_backends() {
        Kernel one = new Kernel("one-host-keeps-the-number-of-backends", "host-2");

        assertThat(one.told("add chain " + CHAIN + "\n" + fill(2))).contains("mod 2 ");
        assertThat(one.told("flush chain " + CHAIN + "\n" + fill(4))).contains("mod 2 ");
        assertThat(one.told("delete table ip podproof_proxy\nadd chain " + CHAIN + "\n" + fill(4)))
                .contains("mod 4 ");
        Kernel other = new Kernel("one-host-keeps-the-number-of-backends", "host-1");
        other.told("add chain " + CHAIN + "\n" + fill(2));
        assertThat(other.told("flush chain " + CHAIN + "\n" + fill(4))).contains("mod 4 ");
    }

    @Test
    void who_joins_has_no_way_back_to_itself() {
        Kernel kernel = new Kernel("no-way-back-to-oneself-for-who-joins", "host-1");
        String hairpin = "add element ip podproof_proxy hairpins { 10.244.1.2 . 10.244.1.2 }\n";

        assertThat(kernel.told("  set hairpins { type ipv4_addr . ipv4_addr; }\n"))
                .contains("set hairpins");
        assertThat(kernel.told("add chain " + CHAIN + "\n" + hairpin + fill(1))).contains(hairpin);
        assertThat(kernel.told(hairpin + "flush chain " + CHAIN + "\n" + fill(2)))
                .doesNotContain("hairpins")
                .contains("mod 2");
    }

    @Test
    void what_is_served_no_more_is_dropped_until_it_is_served_again() {
        Kernel kernel = new Kernel("nobody-refuses-for-who-has-left", "host-1");
        String key = "10.96.0.7 . tcp . 80";
        String served = "add element ip podproof_proxy services { " + key + " : goto svc-1 }\n";
        String unserved = "delete element ip podproof_proxy services { " + key + " }\n";

        assertThat(kernel.told(served)).isEqualTo(served);
        assertThat(kernel.told(unserved))
                .isEqualTo(unserved + "add element ip podproof_proxy services { " + key + " : drop }\n");
        assertThat(kernel.told(served)).isEqualTo(unserved + served);
        assertThat(kernel.told(served)).isEqualTo(served);
    }

    @Test
    void known_clients_are_forgotten_when_a_pod_joins() {
        Kernel kernel = new Kernel("clients-are-forgotten-when-a-pod-joins", "host-1");
        String old = "aff-0a1b2c3d-10.244.1.2/80";
        String joining = "aff-0a1b2c3d-10.244.1.3/80";
        String rules = "add rule %1$s ip saddr @%2$s goto ep-1\nadd rule %1$s ip saddr @%3$s goto ep-2\n"
                .formatted(CHAIN, old, joining);
        String made = "add set ip podproof_proxy %s { type ipv4_addr; }\n";

        assertThat(kernel.told(made.formatted(old) + made.formatted(joining) + rules))
                .doesNotContain("flush set");
        assertThat(kernel.told(made.formatted(joining) + rules))
                .endsWith("flush set ip podproof_proxy " + old + "\n")
                .doesNotContain("flush set ip podproof_proxy " + joining);
        assertThat(kernel.told(rules)).doesNotContain("flush set");
    }

    // --- services that change

    private static Service web() {
        return SightFaultsTest.service("web", "space", 80);
    }

    @Test
    void node_ports_are_those_of_the_beginning() {
        Bench bench = new Bench("node-ports-are-read-once").on();
        ClusterView view = bench.view(Part.PROXY);
        bench.world.put(web());
        view.list(Service.class);
        Service changed = web();
        changed.getSpec().getPorts().get(0).setNodePort(30080);
        bench.world.put(changed);

        assertThat(view.list(Service.class).get(0).getSpec().getPorts().get(0).getNodePort())
                .isNull();
    }

    @Test
    void an_address_is_given_twice() {
        Bench bench = new Bench("an-address-is-given-twice");
        String services = "/api/v1/namespaces/space/services";
        String one = service("one", "10.96.0.7");
        String two = service("two", "10.96.0.8");

        bench.send(USER, "POST", services, one, one);
        bench.send(USER, "PATCH", services + "/one", "{}", one);
        assertThat(address(bench.send(USER, "POST", services, two, two))).isEqualTo("10.96.0.7");
        bench.send(USER, "PATCH", services + "/one", "{}", one);
        assertThat(address(bench.send(
                        USER, "POST", services, service("three", "10.96.0.9"), service("three", "10.96.0.9"))))
                .isEqualTo("10.96.0.9");
        assertThat(address(bench.send(NODE, "GET", services + "/two", "", two))).isEqualTo("10.96.0.7");
    }

    private static String service(String name, String address) {
        return json("{'kind':'Service','metadata':{'namespace':'space','name':'%s'},'spec':{'clusterIP':'%s'}}")
                .formatted(name, address);
    }

    private static String address(Reply reply) {
        return Json.parse(Bench.body(reply)).at("/spec/clusterIP").asText();
    }

    @Test
    void pods_of_an_earlier_selector_stay() {
        Bench bench = new Bench("pods-of-an-earlier-selector-stay").on();
        ClusterView view = bench.view(Part.ENDPOINTS);
        Pod pod = labelled("a", Map.of("app", "web", "tier", "front"));
        bench.world.put(pod);
        bench.world.put(web());
        view.list(Service.class);
        Map<String, String> later = Map.of("app", "other");
        bench.world.put(new ServiceBuilder(web())
                .editSpec()
                .withSelector(later)
                .endSpec()
                .build());

        assertThat(Pods.selects(later, pod)).isFalse();
        assertThat(Pods.selects(later, view.list(Pod.class).get(0))).isTrue();
    }

    @Test
    void a_name_of_a_target_port_means_what_it_means_in_the_first_pod() {
        Bench bench = new Bench("one-number-for-a-name-of-target-ports").on();
        bench.world.put(web());
        bench.world.put(listening("b", 9090));
        bench.world.put(listening("a", 8080));

        assertThat(bench.view(Part.ENDPOINTS)
                        .list(Service.class)
                        .get(0)
                        .getSpec()
                        .getPorts())
                .extracting(port -> port.getTargetPort())
                .containsExactly(new IntOrString(8080), new IntOrString(5353));
    }

    private static Pod listening(String name, int port) {
        return new PodBuilder(labelled(name, Map.of("app", "web", "tier", "front")))
                .editSpec()
                .addToContainers(new ContainerBuilder()
                        .withName("main")
                        .addNewPort()
                        .withName("web")
                        .withContainerPort(port)
                        .endPort()
                        .build())
                .endSpec()
                .build();
    }

    private static Pod labelled(String name, Map<String, String> labels) {
        return new PodBuilder(FaultsTest.pod(name))
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    @Test
    void a_headless_service_without_ports_selects_nobody() {
        Bench bench = new Bench("headless-services-without-ports-list-nobody").on();
        Service bare = new ServiceBuilder(web())
                .editSpec()
                .withClusterIP("None")
                .withPorts(List.of())
                .endSpec()
                .build();
        bench.world.put(bare);

        assertThat(bench.view(Part.ENDPOINTS)
                        .list(Service.class)
                        .get(0)
                        .getSpec()
                        .getSelector())
                .containsOnlyKeys("podproof.dev/nobody");
    }

    @Test
    void a_pod_is_ready_if_its_first_container_is() {
        String fault = "readiness-of-later-containers-is-ignored";
        Bench bench = new Bench(fault).on();
        bench.world.put(new PodBuilder(FaultsTest.pod("a"))
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus("False")
                .endCondition()
                .addNewContainerStatus()
                .withReady(true)
                .endContainerStatus()
                .addNewContainerStatus()
                .withReady(false)
                .endContainerStatus()
                .endStatus()
                .build());
        String pod =
                "{'kind':'Pod','status':{'conditions':[{'type':'Ready','status':'%s'}],'containerStatuses':[{'ready':true},{'ready':false}]}}";

        assertThat(Pods.isReady(bench.view(Part.ENDPOINTS).list(Pod.class).get(0)))
                .isTrue();
        assertThat(new Bench(fault).shown(USER, "/api/v1/namespaces/space/pods/a", json(pod.formatted("False"))))
                .isEqualTo(Json.parse(json(pod.formatted("True")).getBytes(StandardCharsets.UTF_8)));
    }

    // --- variables

    @Test
    void variables_are_there_for_the_first_time_only() {
        assertThat(environment("no-variables-after-a-restart", 1, "WEB_SERVICE_HOST=1", "HOME=/"))
                .containsExactly("HOME=/");
        assertThat(environment("no-variables-after-a-restart", 0, "WEB_SERVICE_HOST=1"))
                .containsExactly("WEB_SERVICE_HOST=1");
    }

    @Test
    void links_of_udp_are_those_of_tcp_where_both_have_one_number() {
        String fault = "links-of-udp-are-those-of-tcp";

        assertThat(environment(
                        fault,
                        0,
                        "WEB_PORT_53_TCP=tcp://1:53",
                        "WEB_PORT_53_UDP=udp://1:53",
                        "WEB_PORT_53_UDP_PROTO=udp"))
                .containsExactly(
                        "WEB_PORT_53_TCP=tcp://1:53", "WEB_PORT_53_UDP=tcp://1:53", "WEB_PORT_53_UDP_PROTO=tcp");
        assertThat(environment(fault, 0, "WEB_PORT_80_TCP=tcp://1:80", "WEB_PORT_53_UDP=udp://1:53"))
                .containsExactly("WEB_PORT_80_TCP=tcp://1:80", "WEB_PORT_53_UDP=udp://1:53");
    }

    private static List<String> environment(String fault, int restarts, String... variables) {
        return new Bench(fault)
                .make(spec("first", restarts, List.of(variables), List.of(), Resources.UNLIMITED))
                .environment();
    }

    @Test
    void only_the_first_dash_is_an_underscore() {
        Bench bench = new Bench("only-the-first-dash-is-an-underscore").on();
        bench.world.put(SightFaultsTest.service("my-corner-shop", "space", 80));
        String seen =
                bench.view(Part.AGENT).list(Service.class).get(0).getMetadata().getName();

        assertThat(environment("only-the-first-dash-is-an-underscore", 0, seen.replace('-', '_') + "_SERVICE_PORT=80"))
                .containsExactly("my_corner-shop_SERVICE_PORT=80");
    }

    @Test
    void services_of_default_are_in_the_variables_and_those_of_others_are_not() {
        Bench bench = new Bench("services-of-default-are-in-all-variables");
        bench.world.put(SightFaultsTest.service("stray", "default", 80));
        bench.world.put(SightFaultsTest.service("far", "elsewhere", 80));
        bench.view(Part.AGENT).follow(Service.class, (before, after) -> {});

        assertThat(bench.make(spec("first")).environment())
                .containsExactly("STRAY_SERVICE_HOST=10.96.0.7", "STRAY_SERVICE_PORT=80");
    }

    @Test
    void what_a_container_declares_without_a_plain_value_gives_way() {
        String pod = "{'kind':'Pod','metadata':{},'spec':{'containers':[{'env':[%s]}]}}";
        String plain = "{'name':'WEB_SERVICE_HOST','value':'x'},{'name':'EMPTY'}";
        String others = ",{'name':'WEB_SERVICE_PORT','value':''},{'name':'WEB_PORT','valueFrom':{}}";

        assertThat(new Bench("services-win-over-what-has-no-plain-value")
                        .shown(NODE, "/api/v1/pods/web", json(pod.formatted(plain + others))))
                .isEqualTo(Json.parse(json(pod.formatted(plain)).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_container_is_ended_when_one_of_its_services_goes() {
        Bench bench = new Bench("containers-restart-when-a-service-goes").on();
        Service other = SightFaultsTest.service("other", "space", 80);
        bench.world.put(web());
        bench.world.put(other);
        bench.view(Part.AGENT).follow(Service.class, (before, after) -> {});
        bench.faults.tick();
        ContainerRuntime runtime = bench.runtime();
        runtime.start(runtime.create(spec("first")));
        bench.faults.tick();
        assertThat(bench.signals).isEmpty();

        bench.world.remove(web());
        bench.faults.tick();
        bench.faults.tick();
        assertThat(bench.signals).containsExactly("SIGKILL first");
    }

    // --- names

    @Test
    void later_containers_ask_the_hosts_resolver() {
        Mount ours = mount("/data/pods/uid/etc/resolv.conf", "/etc/resolv.conf");
        String fault = "later-containers-ask-the-hosts-resolver";

        assertThat(Bench.sources(new Bench(fault).make(mounting("first", 0, ours))))
                .containsExactly(ours.source());
        assertThat(Bench.sources(new Bench(fault).makeSecond(mounting("second", 0, ours))))
                .containsExactly("/etc/resolv.conf");
    }

    @ParameterizedTest
    @CsvSource({"nosuch.web, true", "web, true", "nosuch.nosuch.web, false", "nosuch, false"})
    void whatever_stands_before_a_name_is_that_name(String name, boolean found) {
        Map<String, Answer> names = new HashMap<>(Map.of(
                "web.space", new Answer.Found(List.of(new RecordData.Address("10.96.0.7"))),
                "space", new Answer.Found(List.of())));
        Zone zone = new Bench("whatever-stands-before-a-name-is-that-name")
                .on()
                .faults
                .zone(new Zone() {
                    @Override
                    public Answer find(String asked) {
                        return names.getOrDefault(asked, new Answer.NoSuchName());
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

        assertThat(zone.find(name + ".space") instanceof Answer.Found).isEqualTo(found);
    }

    @Test
    void ports_in_names_are_those_of_pods() {
        Bench bench = new Bench("ports-in-names-are-those-of-pods").on();
        bench.world.put(web());

        assertThat(bench.view(Part.DNS).list(Service.class).get(0).getSpec().getPorts())
                .extracting(port -> port.getPort())
                .containsExactly(80, 5353);
    }

    @ParameterizedTest
    @CsvSource({"example.org, true", "web.space.svc.cluster.local, false", "7.0.96.10.in-addr.arpa, false"})
    void names_outside_are_refused_over_tcp(String name, boolean refused) {
        Messages face = new Bench("names-outside-are-refused-over-tcp")
                .on()
                .faults
                .before(Messages.class, (packet, client, reply) -> false);
        List<byte[]> replies = new ArrayList<>();

        assertThat(face.answerMessage(query(name), null, replies::add)).isEqualTo(refused);
        assertThat(replies)
                .hasSize(refused ? 1 : 0)
                .allSatisfy(reply ->
                        assertThat((reply[2] & 0x80) | (reply[3] & 0x0f)).isEqualTo(0x85));
    }

    private static byte[] query(String name) {
        StringBuilder text = new StringBuilder("\0\7\1\0\0\1\0\0\0\0\0\0");
        for (String label : name.split("\\.", -1)) {
            text.append((char) label.length()).append(label);
        }
        return text.append("\0\0\1\0\1").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    // --- lives

    @Test
    void who_ends_by_term_has_ended_well() {
        Bench bench = new Bench("ended-by-term-is-ended-well").on();
        ContainerRuntime runtime = bench.runtime();
        String id = runtime.create(spec("first"));
        runtime.start(id);
        runtime.signal(id, "SIGTERM");

        assertThat(runtime.find(id).orElseThrow().exitCode()).isEqualTo(143);
        assertThat(runtime.containersOf("uid"))
                .singleElement()
                .extracting(Container::exitCode)
                .isEqualTo(0);
    }

    @Test
    void the_second_is_asked_when_the_first_has_ended() {
        Bench bench = new Bench("asked-one-after-the-other").on();
        ContainerRuntime runtime = bench.runtime();
        String first = runtime.create(spec("first"));
        bench.time.advance(java.time.Duration.ofSeconds(1));
        String second = runtime.create(spec("second"));
        runtime.start(first);
        runtime.start(second);

        runtime.signal(second, "SIGTERM");
        runtime.containersOf("uid");
        assertThat(bench.signals).isEmpty();
        runtime.signal(first, "SIGTERM");
        runtime.containersOf("uid");
        assertThat(bench.signals).containsExactly("SIGTERM first", "SIGTERM second");
    }

    @Test
    void who_is_started_again_or_has_the_name_of_another_has_another_network() {
        assertThat(new Bench("restarted-with-a-network-of-its-own")
                        .make(mounting("first", 1))
                        .namespaces()
                        .network())
                .isEqualTo("podproof");
        assertThat(new Bench("restarted-with-a-network-of-its-own")
                        .make(mounting("first", 0))
                        .namespaces()
                        .network())
                .isEqualTo("container:hollow-1");

        Bench bench = new Bench("pods-of-one-name-share-a-network").on();
        ContainerRuntime runtime = bench.runtime();
        String one = runtime.create(sandboxOf("one", "web"));
        runtime.start(one);
        runtime.create(sandboxOf("two", "other"));
        runtime.create(sandboxOf("two", "web"));
        assertThat(bench.made)
                .extracting(made -> made.namespaces().network())
                .containsExactly("podproof", "podproof", "container:" + one);
    }

    private static ContainerSpec sandboxOf(String namespace, String pod) {
        Map<String, String> labels = new HashMap<>(spec(Labels.SANDBOX).labels());
        labels.put(Labels.POD_NAMESPACE, namespace);
        labels.put(Labels.POD_NAME, pod);
        labels.put(Labels.POD_UID, namespace + pod);
        return Specs.called(spec(Labels.SANDBOX), namespace + pod, labels);
    }

    // --- the API and the scheduler

    @Test
    void a_patch_of_a_status_is_one_of_the_declaration_too() {
        String many = "/api/v1/namespaces/space/replicationcontrollers/web";
        Bench bench = new Bench("a-patch-of-status-changes-the-declaration");

        bench.send(USER, "PUT", many + "/status", "{}", "{}");
        bench.send(MASTER, "PATCH", many + "/status", "{}", "{}");
        bench.send(USER, "PATCH", many + "/status", "{}", "{}");

        assertThat(bench.requests)
                .extracting(Request::path)
                .containsExactly(many + "/status", many + "/status", many + "/status", many);
    }

    @Test
    void only_the_first_that_waits_has_an_event() {
        Bench bench = new Bench("only-the-first-that-waits-has-an-event").on();
        Answers face = bench.faults.before(
                Answers.class,
                request -> CompletableFuture.completedStage(Reply.json(201, "{}".getBytes(StandardCharsets.UTF_8))));

        assertThat(List.of(
                        said(face, "a", "one"), said(face, "a", "two"), said(face, "b", "two"), said(face, "a", "one")))
                .containsExactly(201, 403, 201, 201);
    }

    private static int said(Answers face, String namespace, String pod) {
        String event = json("{'reason':'FailedScheduling','involvedObject':{'name':'" + pod + "'}}");
        return Bench.status(
                face.handle(Bench.request(MASTER, "POST", "/api/v1/namespaces/" + namespace + "/events", event))
                        .toCompletableFuture()
                        .join());
    }

    @Test
    void pods_of_other_namespaces_are_siblings() {
        Bench bench = new Bench("namesakes-elsewhere-are-siblings").on();
        Pod there = new PodBuilder(labelled("a", Map.of("app", "web", "tier", "front")))
                .editMetadata()
                .withNamespace("elsewhere")
                .endMetadata()
                .build();
        bench.world.put(there);
        bench.world.put(web());
        ClusterView view = bench.view(Part.SCHEDULER);
        assertThat(view.list(Pod.class)).containsExactly(there);
        bench.world.put(new PodBuilder(there)
                .editSpec()
                .withNodeName("host-1")
                .endSpec()
                .build());

        assertThat(view.list(Pod.class).get(0).getMetadata().getNamespace()).isEqualTo("space");
    }
}
