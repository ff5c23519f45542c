package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final List<String> recorded = new ArrayList<>();
    private final Comparison comparison =
            new Comparison((mediaType, document) -> recorded.add(mediaType + " " + document));

    @Test
    void whatIsEqualIsRecordedAsMet() {
        comparison.same("the address", "10.0.0.1", "10.0.0.1");

        assertThat(recorded)
                .containsExactly(
                        Comparison.OBSERVATION
                                + " {\"what\":\"the address\",\"expected\":\"10.0.0.1\",\"observed\":\"10.0.0.1\",\"met\":true}");
    }

    @Test
    void whatDiffersIsRecordedToo() {
        assertThatThrownBy(() -> comparison.same("the address", "10.0.0.1", "10.0.0.2"))
                .isInstanceOf(NotMet.class)
                .hasMessage("the address: expected 10.0.0.1, observed 10.0.0.2");
        assertThat(recorded).singleElement().asString().endsWith("\"met\":false}");
    }

    @Test
    void whatWasWaitedForInVainIsSaidWithTheLimitThatEndedTheWait() {
        Limit limit = Limit.required(Duration.ofMillis(200));
        String seen = Eventually.lastSeen(limit, () -> "Pending", "Running"::equals);

        assertThatThrownBy(() -> comparison.same("the phase", "Running", seen))
                .hasMessage(
                        "the phase: expected Running, observed Pending; waited for it 0 s (the requirement's own limit)");
        assertThatThrownBy(() -> comparison.same("something else", "one", "two"))
                .hasMessage("something else: expected one, observed two");
    }

    @Test
    void aMatrixNamesBothEndsOfWhatIsNotMet() {
        Cell wrong = cell("10.244.1.2", "172.18.0.3");

        assertThatThrownBy(() -> comparison.matrix("the source", List.of(cell("10.244.1.2", "10.244.1.2"), wrong)))
                .isInstanceOf(NotMet.class)
                .hasMessage(
                        "the source: not so for 1 of 2\na (10.244.1.2 on host-1) called b (10.244.2.2 on host-2) over TCP 8080: expected 10.244.1.2, observed 172.18.0.3");
        assertThat(recorded)
                .singleElement()
                .asString()
                .startsWith(Comparison.MATRIX)
                .contains("\"toAddress\":\"10.244.2.2\"");
    }

    @Test
    void aMatrixWithoutCellsIsNotMet() {
        assertThatThrownBy(() -> comparison.matrix("the source", List.of()))
                .isInstanceOf(NotMet.class)
                .hasMessage("the source: there was nothing to observe");
    }

    @Test
    void ofManyFailuresTheMessageShowsSomeAndCountsTheRest() {
        assertThatThrownBy(() -> comparison.matrix("the source", Collections.nCopies(20, cell("a", "b"))))
                .hasMessageContaining("not so for 20 of 20")
                .hasMessageEndingWith("and 12 more");
    }

    private static Cell cell(String expected, String observed) {
        return new Cell(
                "a",
                "host-1",
                "10.244.1.2",
                "b",
                "host-2",
                "10.244.2.2",
                "TCP 8080",
                expected,
                observed,
                expected.equals(observed));
    }
}
