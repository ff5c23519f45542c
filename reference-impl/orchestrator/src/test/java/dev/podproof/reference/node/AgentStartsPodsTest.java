package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How a pod begins, what its containers are told, and how they are started again. */
class AgentStartsPodsTest extends AgentFixture {
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
        await().untilAsserted(() -> assertThat(reasons()).contains("Pulled", "Created", "Started"));
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

        await().pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(condition(pod(), "Ready")).isEqualTo("True"));
        assertThat(pod().getStatus().getContainerStatuses()).hasSize(50);
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
        untilRunning();
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
    void shows_what_the_api_holds_read_only_whatever_a_mount_says_and_the_rest_as_it_says() {
        create(pod("web")
                .editSpec()
                .addNewVolume()
                .withName("settings")
                .withNewConfigMap()
                .withName("none")
                .withOptional(true)
                .endConfigMap()
                .endVolume()
                .addNewVolume()
                .withName("fields")
                .withNewDownwardAPI()
                .endDownwardAPI()
                .endVolume()
                .addNewVolume()
                .withName("scratch")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("settings")
                .withMountPath("/settings")
                .withReadOnly(false)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("fields")
                .withMountPath("/fields")
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("scratch")
                .withMountPath("/scratch")
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("scratch")
                .withMountPath("/seen")
                .withReadOnly(true)
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .build());

        await().until(() -> runtime.running("main").isPresent());

        Map<String, Boolean> readOnly = runtime
                .spec(runtime.running("main").orElseThrow().id())
                .mounts()
                .stream()
                .collect(Collectors.toMap(ContainerSpec.Mount::target, ContainerSpec.Mount::readOnly));
        assertThat(readOnly)
                .containsEntry("/settings", true)
                .containsEntry("/fields", true)
                .containsEntry("/seen", true)
                .containsEntry("/scratch", false)
                .containsEntry("/dev/termination-log", false);
    }

    @Test
    void starts_a_container_that_ended_again_in_the_same_sandbox() {
        create(pod("web").build());
        untilRunning();
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
}
