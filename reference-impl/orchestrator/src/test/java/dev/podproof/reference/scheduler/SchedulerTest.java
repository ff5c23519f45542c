package dev.podproof.reference.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.testing.Components;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The scheduler's loop against a real API server. */
class SchedulerTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static Components cluster;

    @BeforeAll
    static void start() {
        cluster = new Components();
        cluster.namespace("placing");
        cluster.node("host-1");
        cluster.node("host-2");
        cluster.part(new Scheduler(
                        cluster.client,
                        cluster.view,
                        cluster.events,
                        Clock.systemUTC(),
                        cluster.newThread(),
                        cluster.threads()))
                .start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void bindsPodsEvenlyAndSaysSo() {
        List<String> names = IntStream.range(0, 10).mapToObj(i -> "even-" + i).toList();
        names.forEach(name -> cluster.pod("placing", name));

        await().atMost(LIMIT)
                .until(() -> names.stream().allMatch(name -> hostOf(name).isPresent()));

        Map<String, Long> perHost = names.stream()
                .collect(Collectors.groupingBy(name -> hostOf(name).orElseThrow(), Collectors.counting()));
        assertThat(perHost).containsOnlyKeys("host-1", "host-2").containsEntry("host-1", 5L);
        await().atMost(LIMIT)
                .until(() -> messages("even-0", "Scheduled")
                        .contains("Successfully assigned placing/even-0 to "
                                + hostOf("even-0").orElseThrow()));
    }

    @Test
    void saysWhyAPodFitsNowhereAndPlacesItOnceItDoes() {
        cluster.client
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("placing")
                        .withName("large")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage("busybox:1.36")
                        .withNewResources()
                        .addToRequests("cpu", new Quantity("16"))
                        .endResources()
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        String why = "0/2 nodes are available: 2 Insufficient cpu.";

        await().atMost(LIMIT).until(() -> messages("large", "FailedScheduling").contains(why));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(scheduled("large")).hasValueSatisfying(condition -> {
                    assertThat(condition.getStatus()).isEqualTo("False");
                    assertThat(condition.getReason()).isEqualTo("Unschedulable");
                    assertThat(condition.getMessage()).isEqualTo(why);
                }));

        cluster.client
                .nodes()
                .withName("host-2")
                .editStatus(node -> new NodeBuilder(node)
                        .editStatus()
                        .addToAllocatable("cpu", new Quantity("64"))
                        .endStatus()
                        .build());

        await().atMost(LIMIT).until(() -> hostOf("large").equals(Optional.of("host-2")));
    }

    @Test
    void leavesPodsToAnotherSchedulerThatTheyAskFor() {
        Pod foreign = new PodBuilder()
                .withNewMetadata()
                .withNamespace("placing")
                .withName("foreign")
                .endMetadata()
                .withNewSpec()
                .withSchedulerName("somebody-else")
                .addNewContainer()
                .withName("main")
                .withImage("busybox:1.36")
                .endContainer()
                .endSpec()
                .build();
        cluster.client.resource(foreign).create();
        cluster.pod("placing", "ours");

        await().atMost(LIMIT).until(() -> hostOf("ours").isPresent());

        assertThat(hostOf("foreign")).isEmpty();
    }

    private static Pod read(String name) {
        return cluster.client.pods().inNamespace("placing").withName(name).get();
    }

    private static Optional<String> hostOf(String name) {
        return Optional.ofNullable(read(name).getSpec().getNodeName());
    }

    private static Optional<PodCondition> scheduled(String name) {
        return read(name).getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled"))
                .findFirst();
    }

    private static List<String> messages(String pod, String reason) {
        return cluster.client.v1().events().inNamespace("placing").list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(pod))
                .filter(event -> event.getReason().equals(reason))
                .map(Event::getMessage)
                .toList();
    }
}
