package dev.podproof.reference.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.model.Pods;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of components that see the cluster otherwise than it is. */
class SightFaultsTest {

    // --- the scheduler

    private static Pod asking(String name, String... cpus) {
        var pod = new PodBuilder(FaultsTest.pod(name)).editSpec();
        for (String cpu : cpus) {
            pod.addToContainers(new ContainerBuilder()
                    .withName("c" + cpu)
                    .withNewResources()
                    .addToRequests("cpu", new Quantity(cpu))
                    .addToRequests("memory", new Quantity("1Gi"))
                    .endResources()
                    .addNewPort()
                    .withContainerPort(80)
                    .withHostPort(80)
                    .withProtocol("TCP")
                    .endPort()
                    .addNewPort()
                    .withContainerPort(53)
                    .withHostPort(53)
                    .withProtocol("UDP")
                    .endPort()
                    .build());
        }
        return pod.endSpec()
                .editMetadata()
                .withCreationTimestamp(new Bench("").time.instant().toString())
                .endMetadata()
                .build();
    }

    private static Pod seenByScheduler(String fault, Pod pod) {
        Bench bench = new Bench(fault);
        bench.world.put(pod);
        bench.world.put(node("host-1", Map.of("disk", "ssd")));
        bench.world.put(node("host-2", Map.of()));
        ClusterView view = bench.on().view(Part.SCHEDULER);
        return view.list(Pod.class).get(0);
    }

    private static Node node(String name, Map<String, String> labels) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "requests-are-ignored, 0, 0",
        "cpu-requests-are-ignored, 0, 2",
        "memory-requests-are-ignored, 3000, 0",
        "only-the-largest-request-counts, 2000, 1",
        "host-ports-are-ignored, 3000, 2"
    })
    void requests_are_overlooked(String fault, long milliCpu, long gibibytes) {
        var seen = Pods.requests(seenByScheduler(fault, asking("a", "1", "2")));

        assertThat(seen.of("cpu")).isEqualTo(milliCpu);
        assertThat(seen.of("memory")).isEqualTo(gibibytes << 30);
    }

    @Test
    void who_is_to_end_is_seen_no_more_unless_it_has_ports() {
        Pod pod = new PodBuilder(FaultsTest.pod("a"))
                .editMetadata()
                .withDeletionTimestamp("2026-11-30T12:00:00Z")
                .endMetadata()
                .build();
        Bench bench = new Bench("requests-of-who-is-to-end-do-not-count").on();
        bench.world.put(pod);
        bench.world.put(FaultsTest.pod("b"));
        bench.world.put(new PodBuilder(asking("c", "1"))
                .editMetadata()
                .withDeletionTimestamp("2026-11-30T12:00:00Z")
                .endMetadata()
                .build());

        assertThat(bench.view(Part.SCHEDULER).list(Pod.class))
                .extracting(seen -> seen.getMetadata().getName())
                .containsExactly("b", "c");
    }

    @Test
    void declared_ports_are_taken_of_the_host() {
        Pod pod = new PodBuilder(FaultsTest.pod("a"))
                .editSpec()
                .addNewContainer()
                .addNewPort()
                .withContainerPort(80)
                .endPort()
                .endContainer()
                .endSpec()
                .build();

        assertThat(Pods.hostPorts(seenByScheduler("declared-ports-are-taken-of-the-host", pod)))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "host-ports-are-ignored, 0",
        "host-ports-of-udp-are-ignored, 2",
        "host-ports-of-later-containers-are-ignored, 2",
        "requests-are-ignored, 4"
    })
    void host_ports_are_overlooked(String fault, int count) {
        assertThat(Pods.hostPorts(seenByScheduler(fault, asking("a", "1", "2"))))
                .hasSize(count);
    }

    @Test
    void what_is_on_its_way_counts_for_nothing() {
        Pod coming = new PodBuilder(asking("a", "1"))
                .editSpec()
                .withNodeName("host-1")
                .endSpec()
                .build();
        Pod there = new PodBuilder(coming)
                .withNewStatus()
                .withPhase("Running")
                .endStatus()
                .build();

        assertThat(Pods.requests(seenByScheduler("pods-count-once-they-run", coming))
                        .of("cpu"))
                .isZero();
        assertThat(Pods.hostPorts(seenByScheduler("pods-count-once-they-run", coming)))
                .isEmpty();
        assertThat(Pods.requests(seenByScheduler("pods-count-once-they-run", there))
                        .of("cpu"))
                .isEqualTo(1000);
    }

    @Test
    void requests_are_forgotten_after_a_while() {
        Bench bench = new Bench("requests-are-forgotten-after-a-while").on();
        bench.world.put(asking("a", "1"));
        ClusterView view = bench.view(Part.SCHEDULER);

        assertThat(Pods.requests(view.list(Pod.class).get(0)).of("cpu")).isEqualTo(1000);
        bench.time.advance(Duration.ofSeconds(15));
        assertThat(Pods.requests(view.list(Pod.class).get(0)).of("cpu")).isZero();
    }

    @Test
    void node_selectors_are_read_in_part() {
        Pod pod = new PodBuilder(FaultsTest.pod("a"))
                .editSpec()
                .withNodeSelector(Map.of("disk", "ssd", "zone", "b"))
                .endSpec()
                .build();
        Pod placeable = new PodBuilder(pod)
                .editSpec()
                .withNodeSelector(Map.of("disk", "ssd"))
                .endSpec()
                .build();

        Pod blank = new PodBuilder(pod)
                .editSpec()
                .addToNodeSelector("gpu", "")
                .endSpec()
                .build();

        assertThat(selector("empty-values-select-any-node", blank)).isEqualTo(selector("requests-are-ignored", pod));
        assertThat(selector("node-selectors-are-ignored", pod)).isEmpty();
        assertThat(selector("only-the-first-label-selects-nodes", pod)).containsExactly(Map.entry("disk", "ssd"));
        assertThat(selector("selectors-that-no-node-satisfies-are-ignored", pod))
                .isEmpty();
        assertThat(selector("selectors-that-no-node-satisfies-are-ignored", placeable))
                .hasSize(1);
    }

    private static Map<String, String> selector(String fault, Pod pod) {
        return seenByScheduler(fault, pod).getSpec().getNodeSelector();
    }

    @Test
    void pods_come_to_one_host() {
        Pod free = FaultsTest.pod("a");
        Pod replica = owned("b", "u");

        assertThat(selector("replicas-come-to-one-host", replica))
                .containsExactly(Map.entry("kubernetes.io/hostname", "host-1"));
        assertThat(selector("replicas-come-to-one-host", free)).isEmpty();
        assertThat(selector("pods-come-to-one-host", free))
                .containsExactly(Map.entry("kubernetes.io/hostname", "host-1"));
        assertThat(selector("pods-come-to-one-host", replica)).isEmpty();
    }

    private static Pod owned(String name, String uid) {
        return new PodBuilder(FaultsTest.pod(name))
                .editMetadata()
                .addNewOwnerReference()
                .withUid(uid)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build();
    }

    // --- controllers

    private static ReplicationController controller(int replicas) {
        return new ReplicationControllerBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("space")
                .withUid("u")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withSelector(Map.of("app", "web"))
                .endSpec()
                .build();
    }

    @Test
    void pods_that_will_be_adopted_are_not_surplus_either() {
        Bench bench = new Bench("surplus-pods-stay").on();
        bench.world.put(controller(1));
        bench.world.put(labelled("a", "web"));
        bench.world.put(labelled("b", "web"));
        bench.world.put(labelled("c", "other"));

        assertThat(bench.view(Part.REPLICATION)
                        .list(ReplicationController.class)
                        .get(0)
                        .getSpec()
                        .getReplicas())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "one-replica-short, 3, 2",
        "one-replica-short, 1, 1",
        "one-replica-over, 1, 2",
        "one-replica-over, 0, 0",
        "surplus-pods-stay, 1, 2",
        "surplus-pods-stay, 3, 3"
    })
    void another_number_is_kept(String fault, int declared, int seen) {
        Bench bench = new Bench(fault).on();
        bench.world.put(controller(declared));
        bench.world.put(owned("a", "u"));
        bench.world.put(owned("b", "u"));

        assertThat(bench.view(Part.REPLICATION)
                        .list(ReplicationController.class)
                        .get(0)
                        .getSpec()
                        .getReplicas())
                .isEqualTo(seen);
    }

    @Test
    void a_pod_that_ended_well_is_seen_running() {
        Bench bench = new Bench("pods-that-ended-well-still-count").on();
        for (String phase : List.of("Succeeded", "Failed")) {
            bench.world.put(new PodBuilder(FaultsTest.pod(phase))
                    .withNewStatus()
                    .withPhase(phase)
                    .endStatus()
                    .build());
        }

        assertThat(bench.view(Part.REPLICATION).list(Pod.class))
                .extracting(Pods::phase)
                .containsExactly("Running", "Failed");
    }

    @Test
    void only_who_was_seen_to_end_is_gone() {
        Bench bench = new Bench("pods-deleted-without-grace-still-count").on();
        ClusterView view = bench.view(Part.REPLICATION);
        view.follow(Pod.class, (before, after) -> {});
        Pod ending = new PodBuilder(FaultsTest.pod("b"))
                .editMetadata()
                .withDeletionTimestamp("2026-11-30T12:00:00Z")
                .endMetadata()
                .build();
        bench.world.put(FaultsTest.pod("a"));
        bench.world.put(ending);
        assertThat(view.list(Pod.class)).hasSize(2);

        bench.world.remove(FaultsTest.pod("a"));
        bench.world.remove(ending);
        assertThat(view.list(Pod.class)).containsExactly(FaultsTest.pod("a"));
    }

    @Test
    void one_label_is_enough_to_stay() {
        Bench bench = new Bench("one-label-is-enough-to-stay").on();
        bench.world.put(new ReplicationControllerBuilder(controller(1))
                .editSpec()
                .addToSelector("tier", "front")
                .endSpec()
                .build());
        bench.world.put(new PodBuilder(owned("one", "u"))
                .editMetadata()
                .addToLabels("app", "web")
                .endMetadata()
                .build());
        bench.world.put(owned("none", "u"));
        bench.world.put(labelled("orphan", "web"));

        assertThat(bench.view(Part.REPLICATION).list(Pod.class))
                .extracting(pod -> pod.getMetadata().getLabels() == null
                        ? 0
                        : pod.getMetadata().getLabels().size())
                .containsExactly(2, 0, 1);
    }

    @Test
    void a_controller_is_deaf() {
        Bench bench = new Bench("the-number-is-read-once").on();
        ClusterView view = bench.view(Part.REPLICATION);
        bench.world.put(controller(1));
        assertThat(view.list(ReplicationController.class)).hasSize(1);
        bench.world.put(controller(5));

        assertThat(view.find(ReplicationController.class, "space", "web")
                        .orElseThrow()
                        .getSpec()
                        .getReplicas())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"deleted-pods-still-count, REPLICATION", "deleted-pods-are-listed, ENDPOINTS"})
    void a_controller_is_blind(String fault, Part part) {
        Bench bench = new Bench(fault).on();
        ClusterView view = bench.view(part);
        view.follow(Pod.class, (before, after) -> {});
        bench.world.put(FaultsTest.pod("a"));
        bench.world.remove(FaultsTest.pod("a"));

        assertThat(view.list(Pod.class)).hasSize(1);
    }

    @Test
    void a_pod_that_is_on_its_way_out_or_has_ended_on_it_still_counts() {
        Bench bench = new Bench("deleted-pods-still-count").on();
        ClusterView view = bench.view(Part.REPLICATION);
        view.follow(Pod.class, (before, after) -> {});
        bench.world.put(FaultsTest.pod("a"));
        Pod ending = new PodBuilder(FaultsTest.pod("a"))
                .editMetadata()
                .withDeletionTimestamp("2026-11-30T10:00:00Z")
                .endMetadata()
                .withNewStatus()
                .withPhase("Succeeded")
                .endStatus()
                .build();
        bench.world.put(ending);
        assertThat(view.list(Pod.class)).containsExactly(FaultsTest.pod("a"));

        bench.world.remove(ending);
        assertThat(view.list(Pod.class)).containsExactly(FaultsTest.pod("a"));
    }

    @Test
    void a_pod_that_was_asked_to_end_is_remembered_as_it_was_before() {
        Bench bench = new Bench("deleted-pods-are-listed").on();
        ClusterView view = bench.view(Part.ENDPOINTS);
        view.follow(Pod.class, (before, after) -> {});
        Pod ending = new PodBuilder(FaultsTest.pod("a"))
                .editMetadata()
                .withDeletionTimestamp("2026-11-30T12:00:00Z")
                .endMetadata()
                .build();
        bench.world.put(FaultsTest.pod("a"));
        bench.world.put(ending);
        assertThat(view.list(Pod.class)).containsExactly(FaultsTest.pod("a"));
        bench.world.remove(ending);

        assertThat(view.list(Pod.class)).containsExactly(FaultsTest.pod("a"));
    }

    @ParameterizedTest
    @CsvSource({"labels-are-read-once-by-controllers, REPLICATION", "labels-are-read-once-by-services, ENDPOINTS"})
    void labels_are_read_once(String fault, Part part) {
        Bench bench = new Bench(fault).on();
        ClusterView view = bench.view(part);
        bench.world.put(labelled("a", "red"));
        view.list(Pod.class);
        bench.world.put(labelled("a", "blue"));

        assertThat(view.list(Pod.class).get(0).getMetadata().getLabels()).containsEntry("app", "red");
    }

    private static Pod labelled(String name, String label) {
        return new PodBuilder(FaultsTest.pod(name))
                .editMetadata()
                .addToLabels("app", label)
                .endMetadata()
                .build();
    }

    @Test
    void lost_hosts_keep_their_pods() {
        Bench nobody = new Bench("nobody-leaves-a-lost-host").on();
        nobody.world.put(FaultsTest.pod("a"));
        assertThat(nobody.view(Part.NODE_LIFECYCLE).list(Pod.class)).isEmpty();

        Bench late = new Bench("tolerated-for-longer-than-declared").on();
        late.world.put(new PodBuilder(FaultsTest.pod("a"))
                .editSpec()
                .addNewToleration()
                .withTolerationSeconds(5L)
                .endToleration()
                .endSpec()
                .build());
        assertThat(late.view(Part.NODE_LIFECYCLE)
                        .list(Pod.class)
                        .get(0)
                        .getSpec()
                        .getTolerations()
                        .get(0)
                        .getTolerationSeconds())
                .isEqualTo(300);
    }

    // --- endpoints

    static Service service(String name, String namespace, int port) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withUid(name)
                .withCreationTimestamp(new Bench("").time.instant().toString())
                .endMetadata()
                .withNewSpec()
                .withClusterIP("10.96.0.7")
                .addToSelector("app", "web")
                .addToSelector("tier", "front")
                .withSessionAffinity("ClientIP")
                .addNewPort()
                .withName("http")
                .withPort(port)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString("web"))
                .endPort()
                .addNewPort()
                .withName("dns")
                .withPort(53)
                .withProtocol("UDP")
                .withTargetPort(new IntOrString(5353))
                .endPort()
                .endSpec()
                .build();
    }

    private static Service seen(String fault, Part part) {
        Bench bench = new Bench(fault).on();
        bench.world.put(service("web", "space", 80));
        return bench.view(part).list(Service.class).get(0);
    }

    @Test
    void services_select_and_lead_otherwise() {
        assertThat(seen("one-label-is-enough-for-a-service", Part.ENDPOINTS)
                        .getSpec()
                        .getSelector())
                .hasSize(1);
        assertThat(targets("target-ports-are-ignored")).containsExactly(new IntOrString(80), new IntOrString(53));
        assertThat(targets("names-of-target-ports-are-ignored"))
                .containsExactly(new IntOrString(80), new IntOrString(5353));

        Bench bench = new Bench("the-selector-of-a-service-is-read-once").on();
        ClusterView view = bench.view(Part.ENDPOINTS);
        bench.world.put(service("web", "space", 80));
        view.list(Service.class);
        bench.world.put(new ServiceBuilder(service("web", "space", 80))
                .editSpec()
                .withSelector(Map.of("app", "other"))
                .endSpec()
                .build());
        assertThat(view.list(Service.class).get(0).getSpec().getSelector()).containsEntry("app", "web");
    }

    @Test
    void a_pod_without_labels_stays_where_it_was() {
        Bench bench = new Bench("pods-without-labels-stay-where-they-were").on();
        ClusterView view = bench.view(Part.ENDPOINTS);
        bench.world.put(labelled("a", "web"));
        view.list(Pod.class);
        bench.world.put(FaultsTest.pod("a"));
        assertThat(view.list(Pod.class).get(0).getMetadata().getLabels()).containsEntry("app", "web");

        bench.world.put(labelled("a", "other"));
        assertThat(view.list(Pod.class).get(0).getMetadata().getLabels()).containsEntry("app", "other");
    }

    private static List<IntOrString> targets(String fault) {
        return seen(fault, Part.ENDPOINTS).getSpec().getPorts().stream()
                .map(port -> port.getTargetPort())
                .toList();
    }

    private static Pod running(String phase, String ready) {
        return new PodBuilder(asking("a", "1", "2"))
                .withNewStatus()
                .withPhase(phase)
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .endCondition()
                .endStatus()
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "pods-that-are-not-ready-get-traffic, Running, False, true",
        "pods-that-are-not-ready-get-traffic, Pending, False, false",
        "pods-that-failed-get-traffic, Failed, False, true",
        "pods-that-failed-get-traffic, Running, False, false",
        "readiness-is-read-once, Running, False, false"
    })
    void pods_look_ready(String fault, String phase, String ready, boolean looks) {
        Bench bench = new Bench(fault).on();
        bench.world.put(running(phase, ready));

        assertThat(Pods.isReady(bench.view(Part.ENDPOINTS).list(Pod.class).get(0)))
                .isEqualTo(looks);
    }

    @Test
    void a_pod_that_was_ready_looks_ready_for_ever() {
        Bench bench = new Bench("readiness-is-read-once").on();
        ClusterView view = bench.view(Part.ENDPOINTS);
        bench.world.put(running("Running", "True"));
        view.list(Pod.class);
        bench.world.put(running("Running", "False"));

        assertThat(Pods.isReady(view.list(Pod.class).get(0))).isTrue();
    }

    @Test
    void ports_of_later_containers_are_not_seen() {
        Bench bench = new Bench("target-ports-of-later-containers-are-not-found").on();
        bench.world.put(asking("a", "1", "2"));

        assertThat(bench.view(Part.ENDPOINTS).list(Pod.class).get(0).getSpec().getContainers())
                .extracting(container -> container.getPorts().size())
                .containsExactly(2, 0);
    }

    // --- the proxy

    @Test
    void services_are_served_otherwise() {
        assertThat(seen("only-the-first-port-is-served", Part.PROXY).getSpec().getPorts())
                .hasSize(1);
        assertThat(seen("datagrams-are-not-served", Part.PROXY).getSpec().getPorts())
                .singleElement()
                .matches(port -> port.getProtocol().equals("TCP"));
        assertThat(seen("session-affinity-is-ignored", Part.PROXY).getSpec().getSessionAffinity())
                .isEqualTo("None");
        assertThat(seen("session-affinity-is-forgotten-at-once", Part.PROXY)
                        .getSpec()
                        .getSessionAffinityConfig()
                        .getClientIP()
                        .getTimeoutSeconds())
                .isEqualTo(1);

        Bench once = new Bench("ports-of-a-service-are-read-once").on();
        ClusterView view = once.view(Part.PROXY);
        once.world.put(service("web", "space", 80));
        view.list(Service.class);
        once.world.put(service("web", "space", 81));
        assertThat(view.list(Service.class).get(0).getSpec().getPorts().get(0).getPort())
                .isEqualTo(80);

        Bench wandering = new Bench("the-virtual-address-wanders").on();
        wandering.world.put(service("web", "space", 80));
        wandering.time.advance(Duration.ofSeconds(26));
        assertThat(wandering
                        .view(Part.PROXY)
                        .list(Service.class)
                        .get(0)
                        .getSpec()
                        .getClusterIP())
                .isEqualTo("10.96.128.7");
    }

    @ParameterizedTest
    @CsvSource({
        "backends-are-never-removed, host-1, 2",
        "one-host-never-removes-backends, host-1, 1",
        "one-host-never-removes-backends, host-2, 2"
    })
    void backends_that_left_are_seen(String fault, String host, int subsets) {
        Bench bench = new Bench(fault, host, java.nio.file.Path.of("/nowhere")).on();
        ClusterView view = bench.view(Part.PROXY);
        bench.world.put(FaultsTest.endpoints("10.244.1.2"));
        view.list(Endpoints.class);
        bench.world.put(FaultsTest.endpoints("10.244.1.3"));

        assertThat(view.list(Endpoints.class).get(0).getSubsets()).hasSize(subsets);
    }

    @Test
    void only_some_backends_are_seen() {
        Bench first = new Bench("only-the-first-pods-ever-serve").on();
        ClusterView view = first.view(Part.PROXY);
        first.world.put(FaultsTest.endpoints("10.244.1.2"));
        view.list(Endpoints.class);
        first.world.put(FaultsTest.endpoints("10.244.1.3"));
        assertThat(ServiceFaults.isServed(view.list(Endpoints.class).get(0))).isFalse();
        first.world.put(FaultsTest.endpoints("10.244.1.2"));
        assertThat(ServiceFaults.isServed(view.list(Endpoints.class).get(0))).isTrue();

        Bench own = new Bench("only-backends-of-the-own-host").on();
        own.world.put(new EndpointsBuilder(FaultsTest.endpoints("10.244.1.2", "10.244.2.2"))
                .editFirstSubset()
                .editAddress(0)
                .withNodeName("host-1")
                .endAddress()
                .editAddress(1)
                .withNodeName("host-2")
                .endAddress()
                .endSubset()
                .build());
        assertThat(own.view(Part.PROXY)
                        .list(Endpoints.class)
                        .get(0)
                        .getSubsets()
                        .get(0)
                        .getAddresses())
                .extracting(address -> address.getNodeName())
                .containsExactly("host-1");
    }

    // --- the agent's services

    @Test
    void services_are_known_otherwise_to_new_containers() {
        assertThat(seen("only-the-first-port-is-in-the-variables", Part.AGENT)
                        .getSpec()
                        .getPorts())
                .hasSize(1);
        assertThat(seen("variables-have-the-target-port", Part.AGENT).getSpec().getPorts())
                .extracting(port -> port.getPort())
                .containsExactly(80, 5353);

        Bench dashes = new Bench("dashes-are-left-out-of-variables").on();
        dashes.world.put(service("my-web", "space", 80));
        assertThat(dashes.view(Part.AGENT)
                        .list(Service.class)
                        .get(0)
                        .getMetadata()
                        .getName())
                .isEqualTo("myweb");

        Bench headless = new Bench("headless-services-are-in-the-variables").on();
        headless.world.put(new ServiceBuilder(service("web", "space", 80))
                .editSpec()
                .withClusterIP("None")
                .endSpec()
                .build());
        assertThat(headless.view(Part.AGENT)
                        .list(Service.class)
                        .get(0)
                        .getSpec()
                        .getClusterIP())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void services_are_not_known_to_new_containers() {
        Bench one = new Bench("only-one-service-is-in-the-variables").on();
        one.world.put(service("b", "space", 80));
        one.world.put(service("a", "space", 80));
        one.world.put(service("z", "elsewhere", 80));
        assertThat(one.view(Part.AGENT).list(Service.class))
                .extracting(service -> service.getMetadata().getName())
                .containsExactly("a", "z");

        Bench master = new Bench("the-master-is-not-in-the-variables").on();
        master.world.put(service("kubernetes", "default", 443));
        assertThat(master.view(Part.AGENT).list(Service.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"services-come-late-into-the-variables, AGENT, 31", "names-come-late, DNS, 91"})
    void services_are_known_late(String fault, Part part, int seconds) {
        Bench bench = new Bench(fault).on();
        bench.world.put(service("web", "space", 80));
        ClusterView view = bench.view(part);

        assertThat(view.list(Service.class)).isEmpty();
        bench.time.advance(Duration.ofSeconds(seconds));
        assertThat(view.list(Service.class)).hasSize(1);
    }

    // --- the DNS server

    @Test
    void names_stand_for_others() {
        Bench added = new Bench("records-of-headless-services-are-only-added").on();
        ClusterView view = added.view(Part.DNS);
        added.world.put(FaultsTest.endpoints("10.244.1.2"));
        view.list(Endpoints.class);
        added.world.put(FaultsTest.endpoints());
        assertThat(ServiceFaults.isServed(view.list(Endpoints.class).get(0))).isTrue();

        Bench unready = new Bench("headless-services-name-pods-that-are-not-ready").on();
        Endpoints waiting = FaultsTest.endpoints("10.244.1.2");
        waiting.getSubsets()
                .get(0)
                .setNotReadyAddresses(waiting.getSubsets().get(0).getAddresses());
        waiting.getSubsets().get(0).setAddresses(List.of());
        unready.world.put(waiting);
        assertThat(ServiceFaults.isServed(
                        unready.view(Part.DNS).list(Endpoints.class).get(0)))
                .isTrue();

        Bench pod = new Bench("services-have-the-address-of-a-pod").on();
        pod.world.put(service("web", "space", 80));
        pod.world.put(FaultsTest.endpoints("10.244.1.2"));
        assertThat(pod.view(Part.DNS).list(Service.class).get(0).getSpec().getClusterIP())
                .isEqualTo("10.244.1.2");

        Bench gone = new Bench("names-of-deleted-services-stay").on();
        ClusterView names = gone.view(Part.DNS);
        names.follow(Service.class, (before, after) -> {});
        gone.world.put(service("web", "space", 80));
        gone.world.remove(service("web", "space", 80));
        assertThat(names.find(Service.class, "space", "web")).isPresent();
    }
}
