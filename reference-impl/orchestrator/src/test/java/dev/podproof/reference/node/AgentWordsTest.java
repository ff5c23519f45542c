package dev.podproof.reference.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What containers and engines say, in statuses and events: so much of it, and nothing that a terminal would do. */
class AgentWordsTest extends AgentFixture {
    private static final String NASTY = "\u001b[2J\u001b]52;c;eA==\u0007 \u202egpj\0 ";

    @Test
    void a_container_has_four_kilobytes_of_last_words() {
        create(pod("web").editSpec().withRestartPolicy("Never").endSpec().build());
        untilRunning();
        leave("main", NASTY + "ä".repeat(5_000) + "\nlast line\n");

        runtime.end("main", 2);

        await().ignoreExceptions().until(() -> words(status(pod())).getBytes(UTF_8).length > 4_000);
        assertThat(words(status(pod())).getBytes(UTF_8).length).isLessThanOrEqualTo(4_096);

        leave("main", NASTY);
        assertThat(words(status(pod()))).as("once said").doesNotContain("\u001b");
    }

    @Test
    void who_has_ended_before_anybody_looked_is_heard_with_the_first_news_of_its_end() {
        runtime.isBrief("main", () -> leave("main", "done"));

        create(pod("brief").editSpec().withRestartPolicy("Never").endSpec().build());

        await().until(() -> pod().getStatus() != null
                && "Succeeded".equals(pod().getStatus().getPhase()));
        assertThat(words(status(pod()))).isEqualTo("done");
    }

    @Test
    void the_containers_of_a_pod_have_twelve_kilobytes_together() {
        List<io.fabric8.kubernetes.api.model.Container> containers = IntStream.range(0, 6)
                .mapToObj(i -> new ContainerBuilder()
                        .withName("c" + i)
                        .withImage(IMAGE)
                        .build())
                .toList();
        create(pod("many")
                .editSpec()
                .withContainers(containers)
                .withRestartPolicy("Never")
                .endSpec()
                .build());
        untilRunning();
        for (var container : containers) {
            leave(container.getName(), NASTY + "x".repeat(4_000));
        }
        containers.forEach(container -> runtime.end(container.getName(), 1));

        await().until(() -> pod().getStatus().getPhase().equals("Failed"));
        assertThat(pod().getStatus().getContainerStatuses()).allSatisfy(status -> {
            assertThat(words(status).getBytes(UTF_8)).hasSize(2_048);
            assertThat(words(status)).startsWith("\\x1b[2J\\x1b]52;c;eA==\\x07 \\u202egpj\\x00 x");
        });
    }

    @Test
    void what_a_probe_says_is_an_event_of_one_kilobyte() {
        runtime.streams.answer("well", 1, NASTY + "y".repeat(9_000));
        create(probed());
        await().until(() -> messages().stream().anyMatch(message -> message.contains("\\x1b[2J")));
        assertThat(messages()).allSatisfy(message -> {
            assertThat(message.getBytes(UTF_8).length).isLessThanOrEqualTo(1_024);
            assertThat(message).doesNotContain("\u001b", "\u202e", "\0");
        });
    }

    @Test
    void what_an_engine_says_is_shown_and_not_done() {
        runtime.refuseToMake("main", NASTY + "z".repeat(9_000));
        create(pod("web").build());
        await().ignoreExceptions()
                .until(() -> status(pod()).getState().getWaiting().getMessage().contains("\\x1b[2J"));
        String message = status(pod()).getState().getWaiting().getMessage();
        assertThat(message.getBytes(UTF_8).length).isLessThanOrEqualTo(4_096);
        assertThat(message).doesNotContain("\u001b", "\u202e", "\0").contains("zzz");
    }

    private static Pod probed() {
        return pod("probed")
                .editSpec()
                .editFirstContainer()
                .withNewReadinessProbe()
                .withPeriodSeconds(1)
                .withNewExec()
                .withCommand("well")
                .endExec()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .build();
    }

    private void leave(String container, String words) {
        Path file = data.resolve("pods")
                .resolve(pod().getMetadata().getUid())
                .resolve("containers")
                .resolve(container)
                .resolve("0.log");
        try {
            Files.writeString(file, words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String words(ContainerStatus status) {
        return status.getState().getTerminated().getMessage();
    }
}
