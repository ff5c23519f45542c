package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.node.runtime.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can not be had is named in the pod's status, in one sentence. */
class AgentTellsTroubleTest extends AgentFixture {
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
        untilRunning();

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
    void fails_a_pod_at_once_that_asks_for_another_kind_of_host() {
        create(pod("web")
                .editSpec()
                .addToNodeSelector("kubernetes.io/hostname", "host-2")
                .endSpec()
                .build());

        await().untilAsserted(() -> {
            assertThat(pod().getStatus().getPhase()).isEqualTo("Failed");
            assertThat(pod().getStatus().getReason()).isEqualTo("NodeAffinity");
        });
        assertThat(runtime.done).doesNotContain("create POD");
    }

    @Test
    void gives_a_sandbox_the_settings_of_its_pod() {
        create(pod("web")
                .editSpec()
                .withNewSecurityContext()
                .addNewSysctl("net.ipv4.ip_unprivileged_port_start", "80")
                .endSecurityContext()
                .endSpec()
                .build());

        await().until(() -> runtime.running(Labels.SANDBOX).isPresent());
        String sandbox = runtime.running(Labels.SANDBOX).orElseThrow().id();
        assertThat(runtime.spec(sandbox).namespaces().sysctls())
                .containsExactly(Map.entry("net.ipv4.ip_unprivileged_port_start", "80"));
    }

    @Test
    void says_which_path_no_file_can_have_and_starts_the_others() {
        create(pod("web")
                .editSpec()
                .addNewVolume()
                .withName("scratch")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("scratch")
                .withMountPath("/scratch")
                .withSubPath("a\0b")
                .endVolumeMount()
                .endContainer()
                .addNewContainer()
                .withName("other")
                .withImage(IMAGE)
                .endContainer()
                .endSpec()
                .build());

        await().ignoreExceptions().untilAsserted(() -> {
            var waiting = status(pod(), "main").getState().getWaiting();
            assertThat(waiting.getReason()).isEqualTo("CreateContainerConfigError");
            assertThat(waiting.getMessage()).contains("Nul character not allowed");
            assertThat(status(pod(), "other").getState().getRunning()).isNotNull();
        });
    }
}
