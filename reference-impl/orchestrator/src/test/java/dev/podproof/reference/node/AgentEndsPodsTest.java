package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.node.runtime.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How pods and containers end: by themselves, when they are deleted, and when they are evicted. */
class AgentEndsPodsTest extends AgentFixture {
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
    void says_of_a_pod_past_its_deadline_why_it_is_over_and_how_its_containers_ended() {
        create(pod("late").editSpec().withActiveDeadlineSeconds(1L).endSpec().build());

        await().ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(status(pod()).getState().getTerminated()).isNotNull());
        assertThat(pod().getStatus().getPhase()).isEqualTo("Failed");
        assertThat(pod().getStatus().getReason()).isEqualTo("DeadlineExceeded");
        assertThat(pod().getStatus().getMessage()).contains("longer than the specified deadline");
        assertThat(messages()).contains("Pod was active on the node longer than the specified deadline");
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
        untilRunning();
        runtime.streams.logs(runtime.running("main").orElseThrow().id(), "no such table\n");

        runtime.end("main", 2);

        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(
                                status(pod()).getState().getTerminated().getMessage())
                        .isEqualTo("no such table\n"));
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
        untilRunning();
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
        untilRunning();

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
        untilRunning();

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
        untilRunning();

        admin.pods().inNamespace("default").withName("web").withGracePeriod(1).delete();

        await().until(() -> pods().isEmpty());
        assertThat(runtime.done).containsSubsequence("SIGTERM main", "remove main");
        assertThat(runtime.done).doesNotContain("SIGKILL main");
    }

    @Test
    void evicts_a_pod_whose_volume_outgrew_its_limit_and_does_not_wait_for_it() throws IOException {
        runtime.deafToTerm = true;
        create(pod("web")
                .editSpec()
                .withTerminationGracePeriodSeconds(3600L)
                .addNewVolume()
                .withName("scratch")
                .withNewEmptyDir()
                .withNewSizeLimit("64Ki")
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build());
        untilRunning();
        Path place = data.resolve("pods").resolve(pod().getMetadata().getUid()).resolve("volumes/emptydir/scratch");

        Files.write(place.resolve("big"), new byte[128 * 1024]);

        await().untilAsserted(() -> {
            assertThat(pod().getStatus().getPhase()).isEqualTo("Failed");
            assertThat(pod().getStatus().getReason()).isEqualTo("Evicted");
            assertThat(pod().getStatus().getMessage())
                    .isEqualTo("Usage of EmptyDir volume \"scratch\" exceeds the limit \"64Ki\". ");
            assertThat(runtime.running("main")).isEmpty();
        });
        assertThat(runtime.done).containsSubsequence("SIGTERM main", "SIGKILL main");
    }
}
