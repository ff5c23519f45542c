package dev.podproof.report.verdict;

import static dev.podproof.report.verdict.Run.Happened.observed;
import static dev.podproof.report.verdict.Run.Happened.passed;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final String TWO = """
            Feature: Networking
              @NET-01
              Rule: A pod has an address
                Scenario: A pod is reached
                  Then it answers
                Scenario: A pod keeps its address
                  Then it answers
            """;

    private static Run two() {
        // The messages of an example are a second apart: it starts, a hook and a step end, it is finished.
        return Run.of(TWO).must("NET-01").ran(0, passed(), observed(true)).ran(1, passed(), observed(true));
    }

    @Test
    void eachExampleHasItsTimeOnItsWorker() {
        Timeline timeline = two().report().timeline();

        assertThat(timeline.spans())
                .extracting(Timeline.Span::example)
                .containsExactly("A pod is reached", "A pod keeps its address");
        Timeline.Span first = timeline.spans().get(0);
        Timeline.Span second = timeline.spans().get(1);
        assertThat(first.requirement()).isEqualTo("NET-01");
        assertThat(first.worker()).isEqualTo("worker-1");
        assertThat(first.seconds()).isEqualTo(3);
        assertThat(second.began()).isGreaterThan(first.ended());
        assertThat(timeline.seconds()).isEqualTo(6);
        assertThat(timeline.waiting()).isZero();
    }

    @Test
    void aPauseIsTheExamplesInWhichItWas() {
        int began = (int) two().report().timeline().spans().get(1).began();

        Timeline timeline = two().paused(began, began + 2).report().timeline();

        assertThat(timeline.spans()).extracting(Timeline.Span::waiting).containsExactly(0.0, 2.0);
        assertThat(timeline.waiting()).isEqualTo(2);
    }

    @Test
    void ofAKilledRunWhatEndedIsShown() {
        Timeline timeline = Run.of(TWO)
                .must("NET-01")
                .ran(0, passed(), observed(true))
                .startedOnly(1)
                .killed()
                .report()
                .timeline();

        assertThat(timeline.spans()).extracting(Timeline.Span::example).containsExactly("A pod is reached");
    }
}
