package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.Labels;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever becomes of containers, what was said of their pod is not taken back. */
class AgentKeepsStatusTest extends AgentFixture {
    private static final Map<String, Integer> ORDER = Map.of("Pending", 0, "Running", 1, "Succeeded", 2, "Failed", 2);

    private final List<PodStatus> history = new CopyOnWriteArrayList<>();
    private Watch watch;

    @BeforeEach
    void watch() {
        watch = admin.pods().inNamespace("default").watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                history.add(pod.getStatus());
            }

            @Override
            public void onClose(WatcherException cause) {
                // The test is over.
            }
        });
    }

    @AfterEach
    void nothingWasTakenBack() {
        watch.close();
        int phase = 0;
        int restarts = 0;
        for (PodStatus status : history) {
            int next = ORDER.get(status.getPhase());
            assertThat(next).as("phase %s, in %s", status.getPhase(), phases()).isGreaterThanOrEqualTo(phase);
            phase = next;
            int sum = Stream.of(status.getContainerStatuses(), status.getInitContainerStatuses())
                    .flatMap(List::stream)
                    .mapToInt(each -> each.getRestartCount())
                    .sum();
            assertThat(sum).as("restarts").isGreaterThanOrEqualTo(restarts);
            restarts = sum;
        }
    }

    private List<String> phases() {
        return history.stream().map(PodStatus::getPhase).toList();
    }

    @Test
    void a_deleted_pod_that_a_finalizer_holds_keeps_its_exit_codes() {
        create(pod("held")
                .editMetadata()
                .withFinalizers("example.com/held")
                .endMetadata()
                .editSpec()
                .addNewContainer()
                .withName("done")
                .withImage(IMAGE)
                .endContainer()
                .withRestartPolicy("Never")
                .endSpec()
                .build());
        untilRunning();
        await().until(() -> runtime.running("done").isPresent());
        runtime.end("done", 3);

        admin.pods().inNamespace("default").withName("held").delete();

        await().until(() -> runtime.containers().isEmpty());
        await().untilAsserted(() -> {
            assertThat(pod().getStatus().getPhase()).isEqualTo("Failed");
            assertThat(end("main").getExitCode()).isEqualTo(143);
            assertThat(end("done").getExitCode()).isEqualTo(3);
            assertThat(end("done").getContainerID()).startsWith("docker://");
        });
        agent.close();
        agent = agent();
        await().until(() -> runtime.containers().isEmpty());
        admin.pods().inNamespace("default").withName("held").edit(pod -> {
            pod.getMetadata().setFinalizers(List.of());
            return pod;
        });
        await().until(() -> pods().isEmpty());
        PodStatus last = history.get(history.size() - 1);
        assertThat(last.getContainerStatuses())
                .extracting(status -> status.getState().getTerminated().getExitCode())
                .containsExactlyInAnyOrder(143, 3);
    }

    @Test
    void a_deleted_pod_whose_containers_ended_well_has_succeeded() {
        create(pod("held")
                .editMetadata()
                .withFinalizers("example.com/held")
                .endMetadata()
                .editSpec()
                .withRestartPolicy("OnFailure")
                .endSpec()
                .build());
        untilRunning();
        runtime.end("main", 0);
        await().until(() -> pod().getStatus().getPhase().equals("Succeeded"));
        admin.pods().inNamespace("default").withName("held").delete();
        await().until(() -> runtime.containers().isEmpty());
        assertThat(pod().getStatus().getPhase()).isEqualTo("Succeeded");
        admin.pods().inNamespace("default").withName("held").edit(pod -> {
            pod.getMetadata().setFinalizers(List.of());
            return pod;
        });
    }

    @Test
    void a_container_that_vanished_has_ended_and_a_pod_that_is_never_restarted_has_failed() {
        create(pod("once").editSpec().withRestartPolicy("Never").endSpec().build());
        untilRunning();

        lose("main");

        await().until(() -> pod().getStatus().getPhase().equals("Failed"));
        assertThat(end("main").getExitCode()).isEqualTo(137);
        assertThat(end("main").getReason()).isEqualTo("ContainerStatusUnknown");
        assertThat(end("main").getMessage()).contains("gone from its host");
        assertThat(runtime.done.stream().filter("create main"::equals)).hasSize(1);
    }

    @Test
    void a_container_that_vanished_is_replaced_and_counted() {
        create(pod("web").build());
        untilRunning();

        lose("main");

        untilRestarts(1);
        assertThat(lastEnd().getExitCode()).isEqualTo(137);
        assertThat(lastEnd().getReason()).isEqualTo("ContainerStatusUnknown");
    }

    @Test
    void an_agent_that_comes_back_to_nothing_goes_on_counting() {
        create(pod("web").build());
        untilRunning();
        runtime.end("main", 7);
        untilRestarts(1);
        agent.close();
        runtime.containers().forEach(container -> runtime.remove(container.id()));

        agent = agent();

        untilRestarts(2);
        assertThat(lastEnd().getReason()).isEqualTo("ContainerStatusUnknown");
    }

    @Test
    void what_ended_well_is_not_run_again_because_its_container_was_removed() {
        create(pod("two")
                .editSpec()
                .withRestartPolicy("OnFailure")
                .addNewContainer()
                .withName("done")
                .withImage(IMAGE)
                .endContainer()
                .endSpec()
                .build());
        untilRunning();
        runtime.end("done", 0);
        await().until(() -> status(pod(), "done").getState().getTerminated() != null);

        runtime.containersOf(pod().getMetadata().getUid()).stream()
                .filter(container -> !container.running())
                .map(Container::id)
                .forEach(runtime::remove);

        runtime.end("main", 0);
        await().until(() -> pod().getStatus().getPhase().equals("Succeeded"));
        assertThat(end("done").getExitCode()).isZero();
        assertThat(runtime.done.stream().filter("create done"::equals)).hasSize(1);
    }

    @Test
    void how_the_container_before_ended_stays_known_when_that_is_removed() {
        create(pod("web").build());
        untilRunning();
        runtime.end("main", 7);
        untilRestarts(1);

        runtime.containersOf(pod().getMetadata().getUid()).stream()
                .filter(container -> !container.running())
                .map(Container::id)
                .forEach(runtime::remove);

        runtime.end("main", 8);
        await().until(() -> status(pod()).getLastState().getTerminated().getExitCode() == 8);
        List<ContainerStatus> sinceFirst = history.stream()
                .flatMap(status -> status.getContainerStatuses().stream())
                .filter(status ->
                        status.getRestartCount() == 1 && status.getState().getRunning() != null)
                .toList();
        assertThat(sinceFirst)
                .isNotEmpty()
                .allSatisfy(status -> assertThat(
                                status.getLastState().getTerminated().getExitCode())
                        .isEqualTo(7));
    }

    @Test
    void a_pod_runs_while_a_container_is_started_again_with_a_hook() {
        create(pod("web")
                .editSpec()
                .editFirstContainer()
                .withNewLifecycle()
                .withNewPostStart()
                .withNewExec()
                .withCommand("hook")
                .endExec()
                .endPostStart()
                .endLifecycle()
                .endContainer()
                .endSpec()
                .build());
        runtime.streams.answer("hook", 0, "");
        untilRunning();
        runtime.streams.forget("hook");

        runtime.end("main", 7);

        await().until(() -> runtime.streams.commands.size() == 2);
        await().until(() -> status(pod()).getState().getWaiting() != null);
        assertThat(status(pod()).getLastState().getTerminated().getExitCode()).isEqualTo(7);
        assertThat(pod().getStatus().getPhase()).isEqualTo("Running");
    }

    @Test
    void init_containers_that_did_their_work_are_not_run_again_because_they_were_removed() {
        create(pod("web")
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
        runtime.end("first", 0);
        await().until(() -> runtime.running("second").isPresent());
        await().until(() -> pod().getStatus().getInitContainerStatuses().get(0).getReady());

        runtime.containersOf(pod().getMetadata().getUid()).stream()
                .filter(container -> container.containerName().equals("first"))
                .map(Container::id)
                .forEach(runtime::remove);
        runtime.end("second", 0);

        untilRunning();
        assertThat(runtime.done.stream().filter("create first"::equals)).hasSize(1);
        assertThat(pod().getStatus().getInitContainerStatuses())
                .allSatisfy(
                        status -> assertThat(status.getState().getTerminated().getExitCode())
                                .isZero());
    }

    @Test
    void a_pod_that_is_prepared_anew_in_another_sandbox_does_not_become_pending() {
        create(pod("web")
                .editSpec()
                .addNewInitContainer()
                .withName("first")
                .withImage(IMAGE)
                .endInitContainer()
                .endSpec()
                .build());
        await().until(() -> runtime.running("first").isPresent());
        runtime.end("first", 0);
        untilRunning();

        lose(Labels.SANDBOX);

        await().until(() -> runtime.running("first").isPresent());
        runtime.end("first", 0);
        untilRestarts(1);
    }

    private void lose(String container) {
        runtime.remove(runtime.running(container).orElseThrow().id());
    }

    private static void untilRestarts(int count) {
        await().ignoreExceptions()
                .until(() -> status(pod()).getRestartCount() == count
                        && status(pod()).getState().getRunning() != null);
    }

    private static ContainerStateTerminated end(String container) {
        return status(pod(), container).getState().getTerminated();
    }

    private static ContainerStateTerminated lastEnd() {
        return status(pod()).getLastState().getTerminated();
    }
}
