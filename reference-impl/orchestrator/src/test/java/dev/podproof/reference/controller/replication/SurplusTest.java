package dev.podproof.reference.controller.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurplusTest {

    private static final String EARLY = "2026-01-01T00:00:00Z";
    private static final String LATE = "2026-01-01T01:00:00Z";

    @Test
    void takesPodsWithoutAHostFirst() {
        assertFirst(
                pod("waits").editSpec().withNodeName(null).endSpec().build(),
                pod("pending").editStatus().withPhase("Pending").endStatus().build());
    }

    @Test
    void takesPendingPodsBeforeThoseThatNobodyHearsOfAndThoseBeforeRunningOnes() {
        Pod unknown = pod("b").editStatus().withPhase("Unknown").endStatus().build();
        assertFirst(pod("c").editStatus().withPhase("Pending").endStatus().build(), unknown);
        assertFirst(unknown, pod("a").build());
    }

    @Test
    void takesPodsThatAreNotReadyBeforeReadyOnes() {
        Pod notReady = pod("b").editStatus()
                .editFirstCondition()
                .withStatus("False")
                .endCondition()
                .endStatus()
                .build();
        assertFirst(notReady, pod("a").build());
    }

    @Test
    void takesWhatCostsLess() {
        Pod cheap = pod("b").editMetadata()
                .addToAnnotations("controller.kubernetes.io/pod-deletion-cost", "-5")
                .endMetadata()
                .build();
        assertFirst(cheap, pod("a").build());
    }

    @Test
    void takesFromTheHostThatHasMost() {
        List<Pod> pods = List.of(
                pod("alone").editSpec().withNodeName("host-1").endSpec().build(),
                pod("one").editSpec().withNodeName("host-2").endSpec().build(),
                pod("other").editSpec().withNodeName("host-2").endSpec().build());

        assertThat(Surplus.of(pods, 1))
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactly("one");
    }

    @Test
    void takesWhatBecameReadyLastThenWhatRestartedMoreThenWhatIsYounger() {
        Pod readyLate = pod("b").editStatus()
                .editFirstCondition()
                .withLastTransitionTime(LATE)
                .endCondition()
                .endStatus()
                .build();
        Pod restarted = pod("b").editStatus()
                .editFirstContainerStatus()
                .withRestartCount(3)
                .endContainerStatus()
                .endStatus()
                .build();
        Pod younger = pod("b").editMetadata()
                .withCreationTimestamp(LATE)
                .endMetadata()
                .build();

        assertFirst(readyLate, restarted);
        assertFirst(restarted, younger);
        assertFirst(younger, pod("a").build());
    }

    private static void assertFirst(Pod first, Pod other) {
        assertThat(Surplus.of(List.of(first, other), 1)).containsExactly(first);
        assertThat(Surplus.of(List.of(other, first), 1)).containsExactly(first);
    }

    /** Runs and is ready on a host. */
    private static PodBuilder pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withCreationTimestamp(EARLY)
                .endMetadata()
                .withNewSpec()
                .withNodeName("host-1")
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastTransitionTime(EARLY)
                .endCondition()
                .addNewContainerStatus()
                .withName("main")
                .withRestartCount(0)
                .endContainerStatus()
                .endStatus();
    }
}
