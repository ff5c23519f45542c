package dev.podproof.reference.node;

import dev.podproof.reference.host.HostCommands;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.view.ApiView;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The agent between a real API server, which a class has to itself, and an engine that only pretends. */
@ResourceLock("the agent's API server")
abstract class AgentFixture {
    static final String IMAGE = "busybox:1.36";
    static final String PAUSE = "podproof/pause:1";

    private static InProcessApi api;
    static KubernetesClient admin;

    @TempDir
    Path data;

    final FakeRuntime runtime = new FakeRuntime(Clock.systemUTC(), IMAGE, PAUSE);
    NodeAgent agent;
    private KubernetesClient client;
    private ClusterView view;

    @BeforeAll
    static void startApi() {
        api = InProcessApi.whereHostsBringSubnets();
        admin = api.admin();
    }

    @AfterAll
    static void stopApi() {
        api.close();
    }

    @BeforeEach
    void startAgent() {
        client = api.node("host-1");
        view = new ApiView(client);
        agent = agent();
    }

    final NodeAgent agent() {
        NodeOptions options =
                new NodeOptions("host-1", "192.0.2.1", data, PAUSE, "10.96.0.10", 10250, Duration.ofSeconds(3));
        NodeAgent made = new NodeAgent(
                client, view, runtime, new HostCommands(Duration.ofSeconds(5)), options, Clock.systemUTC());
        made.start();
        Subnet subnet = new Subnet("10.244.1.0/24");
        made.subnetGiven(subnet);
        made.networkReady(new PodBridge("podproof0", subnet, "10.244.1.1", 1500));
        return made;
    }

    @AfterEach
    void clean() {
        pods().forEach(pod -> admin.resource(pod).withGracePeriod(0).delete());
        await().until(() -> runtime.containers().isEmpty());
        agent.close();
        view.close();
        admin.nodes().withName("host-1").delete();
    }

    /** Patient enough for a machine that has much else to do. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    static PodBuilder pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withNodeName("host-1")
                .addNewContainer()
                .withName("main")
                .withImage(IMAGE)
                .endContainer()
                .endSpec();
    }

    static void create(Pod pod) {
        admin.resource(pod).create();
    }

    static List<Pod> pods() {
        return admin.pods().inNamespace("default").list().getItems();
    }

    /** The only one. */
    static Pod pod() {
        return pods().get(0);
    }

    static void untilRunning() {
        await().until(() -> "Running".equals(pod().getStatus().getPhase()));
    }

    static ContainerStatus status(Pod pod) {
        return pod.getStatus().getContainerStatuses().get(0);
    }

    static ContainerStatus status(Pod pod, String container) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(container))
                .findFirst()
                .orElseThrow();
    }

    static String condition(Pod pod, String type) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .map(PodCondition::getStatus)
                .findFirst()
                .orElse("");
    }

    /** What the events of the pods that are there say. */
    static List<String> messages() {
        return events().map(Event::getMessage).filter(Objects::nonNull).toList();
    }

    static List<String> reasons() {
        return events().map(Event::getReason)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static Stream<Event> events() {
        Set<String> theirs =
                pods().stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
        return admin.v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> theirs.contains(event.getInvolvedObject().getUid()));
    }
}
