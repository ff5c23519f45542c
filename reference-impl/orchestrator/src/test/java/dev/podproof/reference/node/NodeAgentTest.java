package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import org.junit.jupiter.api.Test;

/** The agent itself: its node, its end and its return, and those of its engine. */
class NodeAgentTest extends AgentFixture {
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
    void goes_on_after_its_own_restart_as_if_nothing_had_happened() {
        create(pod("stays").build());
        untilRunning();
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
        untilRunning();
        agent.close();
        admin.pods().inNamespace("default").withName("gone").withGracePeriod(0).delete();
        await().until(() -> pods().isEmpty());

        agent = agent();

        await().until(() -> runtime.containers().isEmpty());
    }

    @Test
    void brings_a_pod_back_whose_engine_lost_all_that_ran() {
        create(pod("web").build());
        untilRunning();

        runtime.crash();

        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(status(pod()).getRestartCount()).isEqualTo(1);
            assertThat(condition(pod(), "Ready")).isEqualTo("True");
        });
        assertThat(runtime.done.stream().filter("create POD"::equals)).hasSize(2);
    }
}
