package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import org.junit.jupiter.api.Test;

/** What containers and others say of a pod's health, and what follows from it. */
class AgentProbesTest extends AgentFixture {
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
}
