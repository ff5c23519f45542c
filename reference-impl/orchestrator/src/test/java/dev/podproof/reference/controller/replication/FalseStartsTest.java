package dev.podproof.reference.controller.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However fast hosts refuse what a template asks for, pods are made ever more slowly. */
class FalseStartsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @Test
    void waitsForNothingWhereNoPodFailedBeforeItRan() {
        assertThat(FalseStarts.pause(List.of(), NOW)).isZero();
        assertThat(FalseStarts.pause(List.of(pod("Running", NOW), hasRun(NOW)), NOW))
                .isZero();
    }

    @Test
    void doublesThePauseWithEachRoundThatFailed() {
        assertThat(FalseStarts.pause(List.of(failed(NOW)), NOW)).isEqualTo(Duration.ofSeconds(2));
        assertThat(FalseStarts.pause(List.of(failed(NOW.minusSeconds(2)), failed(NOW)), NOW))
                .isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void countsThePodsOfOneSecondAsOneRound() {
        List<Pod> hundred =
                IntStream.range(0, 100).mapToObj(each -> failed(NOW)).toList();

        assertThat(FalseStarts.pause(hundred, NOW)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void makesARoundAMinuteAtLeastHoweverManyFailed() {
        List<Pod> rounds = IntStream.range(0, 10_000)
                .mapToObj(each -> failed(NOW.minusSeconds(each)))
                .toList();

        assertThat(FalseStarts.pause(rounds, NOW)).isEqualTo(Duration.ofMinutes(1));
        assertThat(FalseStarts.pause(rounds, NOW.plusSeconds(61))).isZero();
    }

    private static Pod failed(Instant made) {
        return pod("Failed", made);
    }

    private static Pod hasRun(Instant made) {
        return new PodBuilder(failed(made))
                .editStatus()
                .addToContainerStatuses(new ContainerStatusBuilder()
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(1)
                        .withStartedAt(made.toString())
                        .endTerminated()
                        .endState()
                        .withRestartCount(0)
                        .build())
                .endStatus()
                .build();
    }

    private static Pod pod(String phase, Instant made) {
        return new PodBuilder()
                .withNewMetadata()
                .withCreationTimestamp(made.toString())
                .endMetadata()
                .withNewStatus()
                .withPhase(phase)
                .endStatus()
                .build();
    }
}
