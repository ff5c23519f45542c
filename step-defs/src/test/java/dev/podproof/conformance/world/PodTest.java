package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.conformance.probe.Documents;
import org.junit.jupiter.api.Test;

class PodTest {
    @Test
    void anImageThatMayNotBeRootsIsOneThatTheTargetLacks() {
        assertThat(waiting("CreateContainerConfigError", "container has runAsNonRoot and image will run as root")
                        .lacksImage())
                .contains("CreateContainerConfigError container has runAsNonRoot and image will run as root");
        assertThat(waiting("ErrImagePull", "no such host").lacksImage()).contains("ErrImagePull no such host");
    }

    @Test
    void otherReasonsToWaitPass() {
        assertThat(waiting("CreateContainerConfigError", "secret not found").lacksImage())
                .isEmpty();
        assertThat(waiting("ContainerCreating", "").lacksImage()).isEmpty();
    }

    private static Pod waiting(String reason, String message) {
        return new Pod(
                "shop",
                "store",
                Documents.yaml(
                        "status: {containerStatuses: [{name: main, state: {waiting: {reason: %s, message: \"%s\"}}}]}"
                                .formatted(reason, message)));
    }
}
