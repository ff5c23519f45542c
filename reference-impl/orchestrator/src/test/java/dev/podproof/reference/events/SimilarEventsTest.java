package dev.podproof.reference.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.events.EventRecorder.Said;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import org.junit.jupiter.api.Test;

class SimilarEventsTest {
    private final SimilarEvents similar = new SimilarEvents(100);

    @Test
    void a_few_messages_about_one_thing_stay_apart() {
        for (int number = 1; number <= 9; number++) {
            assertThat(similar.of(said("web", "no " + number)).event().message())
                    .isEqualTo("no " + number);
        }
        assertThat(similar.of(said("web", "no 1")).key()).isEqualTo(said("web", "no 1"));
    }

    @Test
    void from_the_tenth_on_they_are_one_that_says_the_newest() {
        for (int number = 1; number <= 9; number++) {
            similar.of(said("web", "no " + number));
        }
        SimilarEvents.Heading tenth = similar.of(said("web", "no 10"));
        SimilarEvents.Heading eleventh = similar.of(said("web", "no 11"));

        assertThat(tenth.event().message()).isEqualTo("(combined from similar events): no 10");
        assertThat(eleventh.event().message()).isEqualTo("(combined from similar events): no 11");
        assertThat(eleventh.key()).isEqualTo(tenth.key());
        assertThat(similar.of(said("other", "no 11")).event().message()).isEqualTo("no 11");
    }

    private static Said said(String pod, String message) {
        ObjectReference about = new ObjectReferenceBuilder().withName(pod).build();
        return new Said(about, "Warning", "Failed", message);
    }
}
