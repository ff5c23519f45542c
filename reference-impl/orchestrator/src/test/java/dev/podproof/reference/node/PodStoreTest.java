package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodStoreTest {
    private final List<String> signals = new ArrayList<>();
    private final PodStore store = new PodStore(signals::add);

    /** The status was written before the pod was deleted, and its answer took longer than the watch's news. */
    @Test
    void anAnswerThatComesLateDoesNotBringADeletedPodBack() {
        store.onAdd(pod("7", null));
        store.onUpdate(pod("7", null), pod("9", "2026-11-30T21:22:00Z"));

        store.learned(pod("8", null));

        assertThat(store.find("uid"))
                .hasValueSatisfying(known ->
                        assertThat(known.getMetadata().getDeletionTimestamp()).isNotNull());
    }

    @Test
    void anAnswerThatIsNewerThanTheWatchIsTaken() {
        store.onAdd(pod("9", null));
        signals.clear();

        store.learned(pod("10", "2026-11-30T21:22:00Z"));

        assertThat(store.find("uid"))
                .hasValueSatisfying(known ->
                        assertThat(known.getMetadata().getResourceVersion()).isEqualTo("10"));
        assertThat(signals).containsExactly("uid");
    }

    @Test
    void ofAPodThatTheWatchDoesNotKnowNothingIsLearned() {
        store.learned(pod("8", null));

        assertThat(store.find("uid")).isEmpty();
        assertThat(signals).isEmpty();
    }

    private static Pod pod(String version, String deleted) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("plain")
                .withNamespace("shop")
                .withUid("uid")
                .withResourceVersion(version)
                .withDeletionTimestamp(deleted)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
    }
}
