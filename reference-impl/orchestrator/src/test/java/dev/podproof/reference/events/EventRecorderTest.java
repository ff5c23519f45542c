package dev.podproof.reference.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.testing.InProcessApi;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventRecorderTest {

    @Test
    void what_a_host_has_to_say_is_kept_however_long_it_is() {
        InProcessApi api = InProcessApi.shared();
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("loud")
                .endMetadata()
                .build();

        new EventRecorder(api.node("host-1"), Clock.systemUTC(), Runnable::run, "kubelet", "host-1")
                .warning(pod, "FailedMount", "m".repeat(100_000));

        List<Event> events = api.admin()
                .v1()
                .events()
                .inNamespace("default")
                .withField("involvedObject.name", "loud")
                .list()
                .getItems();
        assertThat(events)
                .singleElement()
                .extracting(Event::getMessage)
                .asString()
                .hasSizeBetween(500, 10_000)
                .startsWith("mmm");
    }
}
