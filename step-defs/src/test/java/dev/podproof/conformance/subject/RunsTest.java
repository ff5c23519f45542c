package dev.podproof.conformance.subject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.conformance.PretendedApi;
import dev.podproof.conformance.probe.Documents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is at work in a cluster, and who is not any more. The pretended cluster's time is this machine's. */
class RunsTest {
    private static final RunIdentity MINE = RunIdentity.ofThisProcess();
    private static final RunIdentity ELSEWHERE = new RunIdentity("theirs", "elsewhere/1/2", "7@1");

    private final List<String> namespaces = new ArrayList<>();
    private final PretendedApi api = new PretendedApi(exchange -> {
        byte[] bytes = Documents.yaml("items: [" + String.join(", ", namespaces) + "]")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    });

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aRunElsewhereThatGivesSignsIsAliveHoweverOldItsNamespacesAre() {
        made(ELSEWHERE, "standing", Duration.ofHours(9), "");
        made(
                ELSEWHERE,
                "sign",
                Duration.ofHours(9),
                "podproof.dev/alive: '%s'".formatted(before(Duration.ofSeconds(40))));

        assertThat(Runs.in(api.probe()).left()).isEmpty();
        assertThat(Runs.another(api.probe(), MINE)).hasValue("run theirs (process 7 of elsewhere)");
    }

    @Test
    void aRunElsewhereThatHasFallenSilentHasEnded() {
        made(ELSEWHERE, "new", Duration.ofSeconds(20), "");
        made(
                ELSEWHERE,
                "sign",
                Duration.ofMinutes(20),
                "podproof.dev/alive: '%s'".formatted(before(Runs.LONGEST_SILENCE.plusSeconds(5))));

        assertThat(names()).containsExactly("new", "sign");
        assertThat(Runs.another(api.probe(), MINE)).isEmpty();
    }

    @Test
    void aRunElsewhereThatHasGivenNoSignYetIsLeftAloneForThreeHours() {
        made(ELSEWHERE, "offers", Duration.ofMinutes(175), "");
        assertThat(names()).isEmpty();

        namespaces.clear();
        made(ELSEWHERE, "offers", Duration.ofMinutes(185), "");
        assertThat(names()).containsExactly("offers");
    }

    @Test
    void aLivingProcessOfThisMachineIsNeverTakenForEnded() {
        made(new RunIdentity("mine", MINE.machine(), MINE.process()), "long", Duration.ofHours(30), "");

        assertThat(names()).isEmpty();
    }

    @Test
    void aProcessOfThisMachineThatIsGoneHasEndedAtOnce() {
        RunIdentity gone =
                new RunIdentity("gone", MINE.machine(), ProcessHandle.current().pid() + "@1");
        made(gone, "left", Duration.ofSeconds(1), "podproof.dev/alive: '%s'".formatted(Instant.now()));

        assertThat(names()).containsExactly("left");
    }

    @Test
    void nobodyIsAnotherRunThanOneself() {
        made(MINE, "own", Duration.ZERO, "");

        assertThat(Runs.another(api.probe(), MINE)).isEmpty();
    }

    private List<String> names() {
        return Runs.in(api.probe()).left().stream()
                .map(each -> each.path("metadata").path("name").asText())
                .toList();
    }

    private void made(RunIdentity run, String name, Duration ago, String annotation) {
        namespaces.add(
                "{metadata: {name: %s, creationTimestamp: '%s', labels: {podproof.dev/run: %s}, annotations: {podproof.dev/machine: '%s', podproof.dev/process: '%s', %s}}}"
                        .formatted(name, before(ago), run.id(), run.machine(), run.process(), annotation));
    }

    private static Instant before(Duration ago) {
        return Instant.now().minus(ago);
    }
}
