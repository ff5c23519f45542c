package dev.podproof.reference.controller.nodelifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvictionTest {

    private static final Instant ADDED = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<Taint> TAINTS =
            List.of(new Taint("NoExecute", "node.kubernetes.io/unreachable", ADDED.toString(), null));

    @Test
    void sendsAPodAwayAtOnceThatToleratesNothing() {
        assertThat(Eviction.due(new PodBuilder().withNewSpec().endSpec().build(), TAINTS, Instant.EPOCH))
                .contains(ADDED);
    }

    @Test
    void waitsForTheSecondsThatThePodTolerates() {
        assertThat(Eviction.due(tolerating(7L), TAINTS, Instant.EPOCH)).contains(ADDED.plusSeconds(7));
    }

    @Test
    void leavesAPodThatToleratesTheTaintForEver() {
        assertThat(Eviction.due(tolerating(null), TAINTS, Instant.EPOCH)).isEmpty();
    }

    @Test
    void countsFromTheEndOfAHalt() {
        Instant halted = ADDED.plusSeconds(100);
        assertThat(Eviction.due(tolerating(7L), TAINTS, halted)).contains(halted.plusSeconds(7));
    }

    @Test
    void aNodeIsSilentWhenItsLeaseDidNotChangeForTheGracePeriod() {
        Heartbeats heartbeats = new Heartbeats(Duration.ofSeconds(10));
        heartbeats.note("host-1", "first", ADDED);
        heartbeats.note("host-1", "first", ADDED.plusSeconds(11));
        assertThat(heartbeats.isSilent("host-1", ADDED.plusSeconds(11))).isTrue();
        heartbeats.note("host-1", "second", ADDED.plusSeconds(12));
        assertThat(heartbeats.isSilent("host-1", ADDED.plusSeconds(12))).isFalse();
    }

    private static Pod tolerating(Long seconds) {
        return new PodBuilder()
                .withNewSpec()
                .addNewToleration("NoExecute", "node.kubernetes.io/unreachable", "Exists", seconds, null)
                .endSpec()
                .build();
    }
}
