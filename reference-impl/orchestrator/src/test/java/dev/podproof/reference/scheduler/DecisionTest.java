package dev.podproof.reference.scheduler;

import static dev.podproof.reference.scheduler.Samples.asking;
import static dev.podproof.reference.scheduler.Samples.host;
import static dev.podproof.reference.scheduler.Samples.node;
import static dev.podproof.reference.scheduler.Samples.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.model.Amounts;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {

    @Test
    void placesAPodOnAReadyHost() {
        assertThat(place(pod("a"), notReady(node("host-1")), node("host-2"))).isEqualTo("host-2");
    }

    @Test
    void saysThatThereIsNoHostAtAll() {
        assertThat(refusal(pod("a"))).isEqualTo("no nodes available to schedule pods");
    }

    @Test
    void countsTheReasonsOverAllHosts() {
        assertThat(refusal(asking("big", "3", "1Gi"), node("host-1"), node("host-2"), notReady(node("host-3"))))
                .isEqualTo("0/3 nodes are available: 2 Insufficient cpu, 1 node(s) were not ready.");
    }

    @Test
    void countsEachResourceThatIsMissing() {
        assertThat(refusal(asking("big", "3", "5Gi"), node("host-1")))
                .isEqualTo("0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory.");
    }

    @Test
    void takesAsMuchAsFitsExactlyAndNotAByteMore() {
        Host host = host(node("host-1"));
        host.add(asking("first", "1500m", "3Gi"));

        assertThat(Decision.on(List.of(host), asking("fits", "500m", "1Gi"), List.of()))
                .isInstanceOf(Decision.Place.class);
        assertThat(Decision.on(List.of(host), asking("over", "501m", "1Gi"), List.of()))
                .isInstanceOf(Decision.Nowhere.class);
    }

    @Test
    void givesBackWhatAPodTookWhenItIsGone() {
        Host host = host(node("host-1"));
        host.add(asking("first", "2", "1Gi"));
        host.remove(asking("first", "2", "1Gi"));

        assertThat(host.requested().of("cpu")).isZero();
        assertThat(Decision.on(List.of(host), asking("next", "2", "1Gi"), List.of()))
                .isInstanceOf(Decision.Place.class);
    }

    @Test
    void neverCountsAPodTwice() {
        Host host = host(node("host-1"));
        host.add(asking("a", "2", "1Gi"));
        host.add(asking("a", "2", "1Gi"));

        assertThat(host.requested().of("cpu")).isEqualTo(2000);
    }

    @Test
    void addsUpContainersAndTakesTheLargestInitContainer() {
        Pod pod = new PodBuilder(asking("a", "500m", "1Gi"))
                .editSpec()
                .addToContainers(
                        asking("b", "500m", "1Gi").getSpec().getContainers().get(0))
                .addToInitContainers(
                        asking("c", "1500m", "1Gi").getSpec().getContainers().get(0))
                .addToOverhead("cpu", new Quantity("100m"))
                .endSpec()
                .build();

        Amounts requests = Demand.of(pod).requests();

        assertThat(requests.of("cpu")).isEqualTo(1600);
        assertThat(requests.of("memory")).isEqualTo(2L * 1024 * 1024 * 1024);
    }

    @Test
    void countsTheMemoryOfLargeHosts() {
        Amounts requests = Demand.of(asking("large", "1", "2Ti")).requests();

        assertThat(requests.of("memory")).isEqualTo(2L << 40);
        assertThat(requests.plus(requests).of("memory")).isEqualTo(4L << 40);
    }

    @Test
    void keepsToTheNumberOfPodsThatAHostTakes() {
        Host host = host(node("host-1"));
        for (int i = 0; i < 10; i++) {
            host.add(pod("pod-" + i));
        }

        assertThat(Decision.on(List.of(host), pod("one-too-many"), List.of()))
                .isEqualTo(new Decision.Nowhere("0/1 nodes are available: 1 Too many pods."));
    }

    @Test
    void comparesAHundredOfManyHostsFromWhereItIsToldToBegin() {
        List<Host> many = IntStream.range(1000, 2000)
                .mapToObj(number -> host(node("host-" + number)))
                .toList();
        many.subList(0, 950).forEach(host -> host.add(pod("busy-" + host.name())));

        assertThat(Decision.on(many, 700, pod("a"), List.of())).isEqualTo(new Decision.Place(many.get(700)));
        assertThat(Decision.on(many, 900, pod("a"), List.of())).isEqualTo(new Decision.Place(many.get(950)));
        assertThat(Decision.on(many, 960, pod("a"), List.of())).isEqualTo(new Decision.Place(many.get(960)));
    }

    @Test
    void looksAtAllOfManyHostsBeforeItGivesUp() {
        List<Host> many = new ArrayList<>(IntStream.range(1000, 1999)
                .mapToObj(number -> host(notReady(node("host-" + number))))
                .toList());
        many.add(host(node("host-1999")));

        assertThat(Decision.on(many, 0, pod("a"), List.of())).isEqualTo(new Decision.Place(many.get(999)));
        assertThat(Decision.on(many, 300, asking("big", "3", "1Gi"), List.of()))
                .isEqualTo(new Decision.Nowhere(
                        "0/1000 nodes are available: 1 Insufficient cpu, 999 node(s) were not ready."));
    }

    @Test
    void obeysANodeSelector() {
        Pod pod = new PodBuilder(pod("a"))
                .editSpec()
                .addToNodeSelector("kubernetes.io/hostname", "host-2")
                .endSpec()
                .build();

        assertThat(place(pod, node("host-1"), node("host-2"))).isEqualTo("host-2");
        assertThat(refusal(pod, node("host-1")))
                .isEqualTo("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.");
    }

    @Test
    void leavesOutHostsThatAreCordonedOff() {
        Node cordoned = new NodeBuilder(node("host-1"))
                .editSpec()
                .withUnschedulable(true)
                .endSpec()
                .build();

        assertThat(place(pod("a"), cordoned, node("host-2"))).isEqualTo("host-2");
        assertThat(refusal(pod("a"), cordoned)).isEqualTo("0/1 nodes are available: 1 node(s) were unschedulable.");
    }

    @ParameterizedTest
    @CsvSource({
        "Equal,  key,   value, NoSchedule, true",
        "Equal,  key,   value, '',         true",
        "'',     key,   value, NoSchedule, true",
        "Equal,  key,   other, NoSchedule, false",
        "Equal,  other, value, NoSchedule, false",
        "Equal,  key,   value, NoExecute,  false",
        "Exists, key,   '',    '',         true",
        "Exists, '',    '',    '',         true",
        "Equal,  '',    '',    '',         false",
    })
    void letsATaintRepelAllButThoseThatTolerateIt(
            String operator, String key, String value, String effect, boolean tolerated) {
        Node tainted = new NodeBuilder(node("host-1"))
                .editSpec()
                .addNewTaint("NoSchedule", "key", null, "value")
                .endSpec()
                .build();
        Pod pod = new PodBuilder(pod("a"))
                .editSpec()
                .addNewToleration(effect, key, operator, null, value)
                .endSpec()
                .build();

        assertThat(Decision.on(List.of(host(tainted)), pod, List.of()) instanceof Decision.Place)
                .isEqualTo(tolerated);
    }

    @Test
    void namesTheTaint() {
        Node tainted = new NodeBuilder(node("host-1"))
                .editSpec()
                .addNewTaint("NoExecute", "disk", null, "slow")
                .endSpec()
                .build();

        assertThat(refusal(pod("a"), tainted))
                .isEqualTo("0/1 nodes are available: 1 node(s) had untolerated taint {disk: slow}.");
    }

    @Test
    void keepsPodsWithTheSameHostPortApart() {
        Host host = host(node("host-1"));
        host.add(onHostPort("a", 8080, "TCP", null));

        assertThat(Decision.on(List.of(host), onHostPort("b", 8080, "TCP", "10.0.0.1"), List.of()))
                .isEqualTo(new Decision.Nowhere(
                        "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports."));
        assertThat(Decision.on(List.of(host), onHostPort("c", 8080, "UDP", null), List.of()))
                .isInstanceOf(Decision.Place.class);
        assertThat(Decision.on(List.of(host), onHostPort("d", 8081, "TCP", null), List.of()))
                .isInstanceOf(Decision.Place.class);
    }

    @ParameterizedTest
    @CsvSource({
        "In,           size, 'small,8', true",
        "In,           size, large,     false",
        "NotIn,        size, large,     true",
        "NotIn,        none, large,     true",
        "NotIn,        size, 8,         false",
        "Exists,       size, '',        true",
        "Exists,       none, '',        false",
        "DoesNotExist, none, '',        true",
        "DoesNotExist, size, '',        false",
        "Gt,           size, 7,         true",
        "Gt,           size, 8,         false",
        "Lt,           size, 9,         true",
        "Lt,           none, 9,         false",
        "Gt,           size, x,         false",
    })
    void understandsEachOperatorOfNodeAffinity(String operator, String key, String values, boolean matches) {
        Node labelled = new NodeBuilder(node("host-1"))
                .editMetadata()
                .addToLabels("size", "8")
                .endMetadata()
                .build();
        List<String> list = values.isEmpty() ? List.of() : List.of(values.split(","));
        Pod pod = new PodBuilder(pod("a"))
                .editSpec()
                .withNewAffinity()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .addNewNodeSelectorTerm()
                .addToMatchExpressions(new NodeSelectorRequirement(key, operator, list))
                .endNodeSelectorTerm()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .endAffinity()
                .endSpec()
                .build();

        assertThat(Decision.on(List.of(host(labelled)), pod, List.of()) instanceof Decision.Place)
                .isEqualTo(matches);
    }

    @Test
    void prefersTheHostThatThePodPrefers() {
        Pod pod = new PodBuilder(pod("a"))
                .editSpec()
                .withNewAffinity()
                .withNewNodeAffinity()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(10)
                .withNewPreference()
                .addToMatchExpressions(new NodeSelectorRequirement("kubernetes.io/hostname", "In", List.of("host-2")))
                .endPreference()
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .endAffinity()
                .endSpec()
                .build();

        assertThat(place(pod, node("host-1"), node("host-2"), node("host-3"))).isEqualTo("host-2");
    }

    @Test
    void prefersTheHostThatHasMostToSpare() {
        Host busy = host(node("host-1"));
        busy.add(asking("other", "1", "1Gi"));
        Host idle = host(node("host-2"));

        assertThat(Decision.on(List.of(busy, idle), asking("a", "500m", "1Gi"), List.of()))
                .isEqualTo(new Decision.Place(idle));
    }

    @Test
    void spreadsThePodsOfAServiceEvenOntoABusierHost() {
        Host withSibling = host(node("host-1"));
        withSibling.add(labelled("sibling"));
        Host busy = host(node("host-2"));
        busy.add(asking("other", "1", "1Gi"));

        assertThat(Decision.on(List.of(withSibling, busy), labelled("a"), List.of(Map.of("app", "web"))))
                .isEqualTo(new Decision.Place(busy));
    }

    @Test
    void spreadsThePodsOfAController() {
        Host withSibling = host(node("host-1"));
        withSibling.add(owned("sibling"));
        Host busy = host(node("host-2"));
        busy.add(asking("other", "1", "1Gi"));

        assertThat(Decision.on(List.of(withSibling, busy), owned("a"), List.of()))
                .isEqualTo(new Decision.Place(busy));
    }

    private static String place(Pod pod, Node... nodes) {
        Decision decision =
                Decision.on(List.of(nodes).stream().map(Samples::host).toList(), pod, List.of());
        assertThat(decision).isInstanceOf(Decision.Place.class);
        return ((Decision.Place) decision).host().name();
    }

    private static String refusal(Pod pod, Node... nodes) {
        Decision decision =
                Decision.on(List.of(nodes).stream().map(Samples::host).toList(), pod, List.of());
        assertThat(decision).isInstanceOf(Decision.Nowhere.class);
        return ((Decision.Nowhere) decision).why();
    }

    private static Node notReady(Node node) {
        return new NodeBuilder(node)
                .editStatus()
                .editFirstCondition()
                .withStatus("Unknown")
                .endCondition()
                .endStatus()
                .build();
    }

    private static Pod onHostPort(String name, int number, String protocol, String address) {
        return new PodBuilder(pod(name))
                .editSpec()
                .editFirstContainer()
                .addNewPort()
                .withContainerPort(80)
                .withHostPort(number)
                .withHostIP(address)
                .withProtocol(protocol)
                .endPort()
                .endContainer()
                .endSpec()
                .build();
    }

    private static Pod labelled(String name) {
        return new PodBuilder(pod(name))
                .editMetadata()
                .addToLabels("app", "web")
                .endMetadata()
                .build();
    }

    private static Pod owned(String name) {
        return new PodBuilder(pod(name))
                .editMetadata()
                .addNewOwnerReference()
                .withController(true)
                .withUid("the-controller")
                .endOwnerReference()
                .endMetadata()
                .build();
    }
}
