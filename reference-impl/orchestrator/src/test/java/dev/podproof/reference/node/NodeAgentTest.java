package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.host.HostCommands;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent between a real API server and an engine that only pretends. */
class NodeAgentTest {
    private static final String IMAGE = "busybox:1.36";
    private static final String PAUSE = "podproof/pause:1";

    private static InProcessApi api;
    private static KubernetesClient admin;

    @TempDir
    Path data;

    private final FakeRuntime runtime = new FakeRuntime(Clock.systemUTC(), IMAGE, PAUSE);
    private KubernetesClient client;
    private ClusterView view;
    private NodeAgent agent;

    @BeforeAll
    static void startApi() {
        api = InProcessApi.start();
        admin = api.admin();
    }

    @AfterAll
    static void stopApi() {
        api.close();
    }

    @BeforeEach
    void startAgent() {
        client = api.node("host-1");
        view = new ClusterView(client);
        agent = agent();
    }

    private NodeAgent agent() {
        NodeOptions options =
                new NodeOptions("host-1", "192.0.2.1", data, PAUSE, "10.96.0.10", 10250, Duration.ofSeconds(3));
        NodeAgent made = new NodeAgent(
                client, view, runtime, new HostCommands(Duration.ofSeconds(5)), options, Clock.systemUTC());
        made.start();
        made.networkReady(new PodBridge("podproof0", new Subnet("10.244.1.0/24"), "10.244.1.1", 1500));
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

    private static List<Pod> pods() {
        return admin.pods().inNamespace("default").list().getItems();
    }

    @Test
    void registers_its_node_and_is_ready_once_it_has_a_network() {
        await().ignoreExceptions().untilAsserted(() -> {
            Node node = admin.nodes().withName("host-1").get();
            assertThat(node.getMetadata().getLabels())
                    .containsEntry("kubernetes.io/hostname", "host-1")
                    .containsEntry("kubernetes.io/os", "linux")
                    .containsEntry("kubernetes.io/arch", "amd64");
            assertThat(node.getStatus().getAllocatable()).containsKeys("cpu", "memory", "pods", "ephemeral-storage");
            assertThat(node.getStatus()
                            .getDaemonEndpoints()
                            .getKubeletEndpoint()
                            .getPort())
                    .isEqualTo(10250);
            assertThat(node.getStatus().getConditions())
                    .filteredOn(condition -> condition.getType().equals("Ready"))
                    .extracting("status")
                    .containsExactly("True");
        });
        assertThat(runtime.done).contains("network 10.244.1.0/24");
    }

    @Test
    void runs_a_pod_in_a_sandbox_and_reports_its_address() {
        create(pod("web").build());

        await().ignoreExceptions().untilAsserted(() -> {
            Pod pod = pod();
            assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
            assertThat(pod.getStatus().getPodIP()).startsWith("10.244.1.");
            assertThat(pod.getStatus().getPodIPs()).hasSize(1);
            assertThat(pod.getStatus().getHostIP()).isEqualTo("192.0.2.1");
            assertThat(pod.getStatus().getStartTime()).isNotNull();
            assertThat(condition(pod, "Ready")).isEqualTo("True");
            assertThat(status(pod).getState().getRunning()).isNotNull();
            assertThat(status(pod).getContainerID()).startsWith("docker://");
        });
        Container sandbox = runtime.running(Labels.SANDBOX).orElseThrow();
        Container container = runtime.running("main").orElseThrow();
        assertThat(runtime.spec(container.id()).namespaces().network()).isEqualTo("container:" + sandbox.id());
        assertThat(runtime.spec(container.id()).namespaces().ipc()).isEqualTo("container:" + sandbox.id());
        assertThat(reasons()).contains("Pulled", "Created", "Started");
    }

    @Test
    void tells_a_container_of_the_services_that_were_there_before_it() {
        create(pod("web").build());

        await().until(() -> runtime.running("main").isPresent());

        Container container = runtime.running("main").orElseThrow();
        assertThat(runtime.spec(container.id()).environment())
                .contains("KUBERNETES_SERVICE_HOST=10.96.0.1", "KUBERNETES_SERVICE_PORT=443");
    }

    @Test
    void starts_a_container_that_ended_again_in_the_same_sandbox() {
        create(pod("web").build());
        await().until(() -> "Running".equals(pod().getStatus().getPhase()));
        String address = pod().getStatus().getPodIP();

        runtime.end("main", 1);

        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(status(pod()).getRestartCount()).isEqualTo(1);
            assertThat(status(pod()).getState().getRunning()).isNotNull();
            assertThat(status(pod()).getLastState().getTerminated().getExitCode())
                    .isEqualTo(1);
        });
        assertThat(pod().getStatus().getPodIP()).isEqualTo(address);
        assertThat(runtime.done.stream().filter("create POD"::equals)).hasSize(1);

        runtime.end("main", 1);

        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(status(pod()).getState().getWaiting())
                        .isNotNull()
                        .extracting("reason")
                        .isEqualTo("CrashLoopBackOff"));
    }

    @Test
    void leaves_a_pod_that_is_never_restarted_as_it_ended() {
        create(pod("once").editSpec().withRestartPolicy("Never").endSpec().build());
        await().until(() -> runtime.running("main").isPresent());

        runtime.end("main", 3);

        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(pod().getStatus().getPhase()).isEqualTo("Failed"));
        assertThat(status(pod()).getState().getTerminated().getExitCode()).isEqualTo(3);
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(runtime.running(Labels.SANDBOX)).isEmpty());
    }

    @Test
    void runs_init_containers_one_after_the_other_before_the_others() {
        create(pod("init")
                .editSpec()
                .addNewInitContainer()
                .withName("first")
                .withImage(IMAGE)
                .endInitContainer()
                .addNewInitContainer()
                .withName("second")
                .withImage(IMAGE)
                .endInitContainer()
                .endSpec()
                .build());

        await().until(() -> runtime.running("first").isPresent());
        assertThat(runtime.running("second")).isEmpty();
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(condition(pod(), "Initialized")).isEqualTo("False"));
        runtime.end("first", 0);
        await().until(() -> runtime.running("second").isPresent());
        assertThat(runtime.running("main")).isEmpty();
        runtime.end("second", 0);

        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(pod().getStatus().getPhase()).isEqualTo("Running");
            assertThat(condition(pod(), "Initialized")).isEqualTo("True");
            assertThat(pod().getStatus().getInitContainerStatuses()).hasSize(2);
        });
    }

    @Test
    void says_in_the_registrys_words_why_an_image_is_not_there() {
        create(pod("web")
                .editSpec()
                .editFirstContainer()
                .withImage("nowhere.example/none:1")
                .endContainer()
                .endSpec()
                .build());

        await().ignoreExceptions().untilAsserted(() -> {
            var waiting = status(pod()).getState().getWaiting();
            assertThat(waiting.getReason()).isIn("ErrImagePull", "ImagePullBackOff");
            assertThat(waiting.getMessage()).contains("no such registry");
        });
        assertThat(pod().getStatus().getPhase()).isEqualTo("Pending");
        await().ignoreExceptions().untilAsserted(() -> assertThat(reasons()).contains("Pulling", "Failed"));
    }

    @Test
    void says_why_a_command_can_not_be_started() {
        runtime.refuseToStart("main", "exec: /nope: no such file");

        create(pod("web").build());

        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(status(pod()).getState().getWaiting().getMessage()).contains("/nope: no such file");
            assertThat(status(pod()).getLastState().getTerminated().getReason()).isEqualTo("ContainerCannotRun");
        });
    }

    @Test
    void asks_the_containers_of_a_deleted_pod_to_end_and_then_removes_all_that_was_theirs() {
        create(pod("web")
                .editSpec()
                .addNewVolume()
                .withName("scratch")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build());
        await().until(() -> "Running".equals(pod().getStatus().getPhase()));
        Path directory = data.resolve("pods").resolve(pod().getMetadata().getUid());
        assertThat(directory.resolve("volumes/emptydir/scratch")).isDirectory();

        admin.pods().inNamespace("default").withName("web").delete();

        await().until(() -> pods().isEmpty());
        assertThat(runtime.done).containsSubsequence("SIGTERM main", "remove main", "remove POD");
        assertThat(runtime.done).doesNotContain("SIGKILL main");
        await().until(() -> runtime.containers().isEmpty() && !Files.exists(directory));
    }

    @Test
    void kills_who_does_not_listen_when_the_grace_period_is_over() {
        runtime.deafToTerm = true;
        create(pod("web").build());
        await().until(() -> "Running".equals(pod().getStatus().getPhase()));

        admin.pods().inNamespace("default").withName("web").withGracePeriod(1).delete();

        await().until(() -> pods().isEmpty());
        assertThat(runtime.done).containsSubsequence("SIGTERM main", "SIGKILL main", "remove main");
    }

    @Test
    void lets_the_pre_stop_hook_end_before_it_asks_the_container_to() {
        runtime.streams.answer("drain", 0, "");
        create(pod("web")
                .editSpec()
                .editFirstContainer()
                .withNewLifecycle()
                .withNewPreStop()
                .withNewExec()
                .withCommand("drain")
                .endExec()
                .endPreStop()
                .endLifecycle()
                .endContainer()
                .endSpec()
                .build());
        await().until(() -> "Running".equals(pod().getStatus().getPhase()));

        admin.pods().inNamespace("default").withName("web").delete();

        await().until(() -> pods().isEmpty());
        assertThat(runtime.streams.commands).containsExactly("drain");
        assertThat(runtime.done).contains("SIGTERM main");
    }

    @Test
    void does_not_wait_for_a_pre_stop_hook_longer_than_the_grace_period() {
        create(pod("web")
                .editSpec()
                .editFirstContainer()
                .withNewLifecycle()
                .withNewPreStop()
                .withNewExec()
                .withCommand("never ends")
                .endExec()
                .endPreStop()
                .endLifecycle()
                .endContainer()
                .endSpec()
                .build());
        await().until(() -> "Running".equals(pod().getStatus().getPhase()));

        admin.pods().inNamespace("default").withName("web").withGracePeriod(1).delete();

        await().until(() -> pods().isEmpty());
        assertThat(runtime.done).containsSubsequence("SIGTERM main", "remove main");
        assertThat(runtime.done).doesNotContain("SIGKILL main");
    }

    @Test
    void is_ready_when_its_containers_say_so_and_restarts_those_that_do_not_live() {
        runtime.streams.answer("ready", 1, "").answer("alive", 0, "");
        create(pod("web")
                .editSpec()
                .editFirstContainer()
                .withReadinessProbe(probe("ready"))
                .withLivenessProbe(probe("alive"))
                .endContainer()
                .endSpec()
                .build());
        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(status(pod()).getState().getRunning()).isNotNull();
            assertThat(condition(pod(), "Ready")).isEqualTo("False");
            assertThat(condition(pod(), "ContainersReady")).isEqualTo("False");
        });

        runtime.streams.answer("ready", 0, "");
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(condition(pod(), "Ready")).isEqualTo("True"));
        runtime.streams.answer("alive", 1, "");

        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(status(pod()).getRestartCount()).isPositive());
        assertThat(runtime.done).containsSubsequence("SIGTERM main", "create main");
        await().untilAsserted(() -> assertThat(messages())
                .contains("Container main failed liveness probe, will be restarted")
                .anyMatch(message -> message.startsWith("Readiness probe failed")));
    }

    @Test
    void takes_a_container_to_run_when_its_post_start_hook_has_ended() {
        create(pod("web")
                .editSpec()
                .editFirstContainer()
                .withNewLifecycle()
                .withNewPostStart()
                .withNewExec()
                .withCommand("greet")
                .endExec()
                .endPostStart()
                .endLifecycle()
                .endContainer()
                .addNewContainer()
                .withName("next")
                .withImage(IMAGE)
                .endContainer()
                .endSpec()
                .build());

        await().until(() -> runtime.streams.commands.contains("greet"));
        await().ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(status(pod()).getState().getWaiting().getReason())
                                .isEqualTo("ContainerCreating"));
        assertThat(runtime.running("next")).isEmpty();
    }

    private static Probe probe(String command) {
        return new ProbeBuilder()
                .withNewExec()
                .withCommand(command)
                .endExec()
                .withPeriodSeconds(1)
                .withFailureThreshold(1)
                .build();
    }

    @Test
    void says_in_one_sentence_what_keeps_a_container_from_being_made_and_runs_the_others() {
        runtime.refuseToMake("tiny", "Error response from daemon: Minimum memory limit allowed is 6MB");
        create(pod("web")
                .editSpec()
                .addNewContainer()
                .withName("tiny")
                .withImage(IMAGE)
                .endContainer()
                .addNewContainer()
                .withName("unset")
                .withImage(IMAGE)
                .addNewEnv()
                .withName("COLOR")
                .withNewValueFrom()
                .withNewConfigMapKeyRef("color", "shop", false)
                .endValueFrom()
                .endEnv()
                .endContainer()
                .endSpec()
                .build());

        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(status(pod(), "main").getState().getRunning()).isNotNull();
            assertThat(status(pod(), "tiny").getState().getWaiting().getReason())
                    .isEqualTo("CreateContainerError");
            assertThat(status(pod(), "tiny").getState().getWaiting().getMessage())
                    .contains("Minimum memory limit allowed is 6MB");
            assertThat(status(pod(), "unset").getState().getWaiting().getReason())
                    .isEqualTo("CreateContainerConfigError");
            assertThat(status(pod(), "unset").getState().getWaiting().getMessage())
                    .isEqualTo("configmap \"shop\" not found");
        });
        await().untilAsserted(() -> assertThat(messages()).contains("Error: configmap \"shop\" not found"));
    }

    @Test
    void says_which_volume_keeps_a_pod_from_being_started() throws IOException {
        Path file = Files.createFile(data.resolve("file"));
        create(pod("web")
                .editSpec()
                .addNewVolume()
                .withName("shared")
                .withNewHostPath(file.toString(), "Directory")
                .endVolume()
                .endSpec()
                .build());

        await().untilAsserted(() -> assertThat(messages())
                .contains("MountVolume.SetUp failed for volume \"shared\" : hostPath type check failed: " + file
                        + " is not a directory"));
        assertThat(runtime.done).doesNotContain("create main");
    }

    @Test
    void fails_a_pod_at_once_that_asks_for_a_port_which_another_has() {
        create(listening("first"));
        await().until(() -> "Running".equals(pod().getStatus().getPhase()));

        create(listening("second"));

        await().untilAsserted(() -> {
            var status =
                    admin.pods().inNamespace("default").withName("second").get().getStatus();
            assertThat(status.getPhase()).isEqualTo("Failed");
            assertThat(status.getReason()).isEqualTo("NodePorts");
            assertThat(status.getMessage()).isEqualTo("Pod Predicate NodePorts failed");
        });
        await().untilAsserted(() -> assertThat(reasons()).contains("NodePorts"));
        assertThat(runtime.done.stream().filter("create main"::equals)).hasSize(1);
    }

    private static Pod listening(String name) {
        return pod(name)
                .editSpec()
                .editFirstContainer()
                .addNewPort()
                .withContainerPort(80)
                .withHostPort(8080)
                .endPort()
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void evicts_a_pod_whose_volume_outgrew_its_limit() throws IOException {
        create(pod("web")
                .editSpec()
                .addNewVolume()
                .withName("scratch")
                .withNewEmptyDir()
                .withNewSizeLimit("64Ki")
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build());
        await().until(() -> "Running".equals(pod().getStatus().getPhase()));
        Path place = data.resolve("pods").resolve(pod().getMetadata().getUid()).resolve("volumes/emptydir/scratch");

        Files.write(place.resolve("big"), new byte[128 * 1024]);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(pod().getStatus().getPhase()).isEqualTo("Failed");
            assertThat(pod().getStatus().getReason()).isEqualTo("Evicted");
            assertThat(pod().getStatus().getMessage())
                    .isEqualTo("Usage of EmptyDir volume \"scratch\" exceeds the limit \"64Ki\". ");
            assertThat(runtime.running("main")).isEmpty();
        });
        assertThat(runtime.done).contains("SIGTERM main");
    }

    @Test
    void runs_a_pod_of_fifty_containers() {
        PodBuilder pod = pod("crowd");
        for (int index = 1; index < 50; index++) {
            pod.editSpec()
                    .addNewContainer()
                    .withName("c" + index)
                    .withImage(IMAGE)
                    .endContainer()
                    .endSpec();
        }
        create(pod.build());

        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(condition(pod(), "Ready")).isEqualTo("True"));
        assertThat(pod().getStatus().getContainerStatuses()).hasSize(50);
    }

    @Test
    void brings_a_pod_back_whose_engine_lost_all_that_ran() {
        create(pod("web").build());
        await().until(() -> "Running".equals(pod().getStatus().getPhase()));

        runtime.crash();

        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(status(pod()).getRestartCount()).isEqualTo(1);
            assertThat(condition(pod(), "Ready")).isEqualTo("True");
        });
        assertThat(runtime.done.stream().filter("create POD"::equals)).hasSize(2);
    }

    @Test
    void shows_a_running_pod_what_its_labels_have_become() throws IOException {
        create(pod("web")
                .editMetadata()
                .addToLabels("color", "blue")
                .endMetadata()
                .editSpec()
                .addNewVolume()
                .withName("info")
                .withNewDownwardAPI()
                .addNewItem()
                .withPath("color")
                .withNewFieldRef("v1", "metadata.labels['color']")
                .endItem()
                .endDownwardAPI()
                .endVolume()
                .endSpec()
                .build());
        await().until(() -> "Running".equals(pod().getStatus().getPhase()));
        Path file =
                data.resolve("pods").resolve(pod().getMetadata().getUid()).resolve("volumes/downward-api/info/color");
        assertThat(file).hasContent("blue");

        admin.pods()
                .inNamespace("default")
                .withName("web")
                .edit(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .addToLabels("color", "green")
                        .endMetadata()
                        .build());

        await().untilAsserted(() -> assertThat(file).hasContent("green"));
    }

    @Test
    void waits_for_the_conditions_that_others_keep() {
        create(pod("web")
                .editSpec()
                .addNewReadinessGate("example.com/listed")
                .endSpec()
                .build());
        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(condition(pod(), "ContainersReady")).isEqualTo("True");
            assertThat(condition(pod(), "Ready")).isEqualTo("False");
        });

        admin.pods()
                .inNamespace("default")
                .withName("web")
                .editStatus(pod -> new PodBuilder(pod)
                        .editStatus()
                        .addNewCondition()
                        .withType("example.com/listed")
                        .withStatus("True")
                        .endCondition()
                        .endStatus()
                        .build());

        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(condition(pod(), "Ready")).isEqualTo("True");
            assertThat(condition(pod(), "example.com/listed")).isEqualTo("True");
        });
    }

    @Test
    void takes_the_end_of_the_log_where_a_container_failed_without_a_last_word() {
        create(pod("web")
                .editSpec()
                .withRestartPolicy("Never")
                .editFirstContainer()
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .endContainer()
                .endSpec()
                .build());
        await().until(() -> "Running".equals(pod().getStatus().getPhase()));
        runtime.streams.logs(runtime.running("main").orElseThrow().id(), "no such table\n");

        runtime.end("main", 2);

        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(
                                status(pod()).getState().getTerminated().getMessage())
                        .isEqualTo("no such table\n"));
    }

    @Test
    void goes_on_after_its_own_restart_as_if_nothing_had_happened() {
        create(pod("stays").build());
        await().until(() -> "Running".equals(pod().getStatus().getPhase()));
        String container = runtime.running("main").orElseThrow().id();
        agent.close();
        create(pod("comes").build());

        agent = agent();

        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(admin.pods()
                                .inNamespace("default")
                                .withName("comes")
                                .get()
                                .getStatus()
                                .getPhase())
                        .isEqualTo("Running"));
        assertThat(runtime.containers())
                .filteredOn(found -> found.id().equals(container))
                .hasSize(1);
        assertThat(runtime.done.stream().filter("create main"::equals)).hasSize(2);
    }

    @Test
    void removes_what_is_left_of_a_pod_that_was_deleted_while_it_was_away() {
        create(pod("gone").build());
        await().until(() -> "Running".equals(pod().getStatus().getPhase()));
        agent.close();
        admin.pods().inNamespace("default").withName("gone").withGracePeriod(0).delete();
        await().until(() -> pods().isEmpty());

        agent = agent();

        await().until(() -> runtime.containers().isEmpty());
    }

    private static PodBuilder pod(String name) {
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

    private static void create(Pod pod) {
        admin.resource(pod).create();
    }

    private static Pod pod() {
        return pods().get(0);
    }

    private static ContainerStatus status(Pod pod) {
        return pod.getStatus().getContainerStatuses().get(0);
    }

    private static ContainerStatus status(Pod pod, String container) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(container))
                .findFirst()
                .orElseThrow();
    }

    private static String condition(Pod pod, String type) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .map(PodCondition::getStatus)
                .findFirst()
                .orElse("");
    }

    private static List<String> messages() {
        return admin.v1().events().inNamespace("default").list().getItems().stream()
                .map(Event::getMessage)
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<String> reasons() {
        return admin.v1().events().inNamespace("default").list().getItems().stream()
                .map(Event::getReason)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
