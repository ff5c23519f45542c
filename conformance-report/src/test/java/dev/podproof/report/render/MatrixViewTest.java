package dev.podproof.report.render;

import static dev.podproof.report.verdict.Run.Happened.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.report.verdict.Cell;
import dev.podproof.report.verdict.Matrix;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.Run;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixViewTest {
    private static final List<String> CHANNELS = List.of("TCP 80", "UDP 80", "TCP 81");

    /** Calls between three pods in both directions, over some channels; those to c over the wrong ones go astray. */
    private static MatrixView view(List<String> channels, List<String> wrong) {
        List<Cell> cells = new ArrayList<>();
        for (String from : List.of("a", "b", "c")) {
            for (String to : List.of("a", "b", "c")) {
                for (String channel : from.equals(to) ? List.<String>of() : channels) {
                    boolean met = !to.equals("c") || !wrong.contains(channel);
                    cells.add(new Cell(from, "h", "1", to, "h", "2", channel, to, met ? to + " (at try 2)" : "x", met));
                }
            }
        }
        return MatrixView.of(
                "matrix-NET-02", "NET-02", "Every pod calls every other", new Matrix("who", cells), List.of());
    }

    @Test
    void pairsAreCountedAndWaysAreNamed() {
        assertThat(view(CHANNELS, List.of()).words()).isEqualTo("6 pairs in 3 ways, all as expected");
        assertThat(view(List.of("TCP 80"), List.of()).words()).isEqualTo("6 pairs, all as expected");
        assertThat(view(CHANNELS, List.of("UDP 80")).words())
                .isEqualTo("6 pairs in 3 ways, 2 of 18 calls not as expected");
    }

    @Test
    void pairsThatSpeakInDifferentWaysHaveTheirCallsCounted() {
        Matrix matrix = new Matrix(
                "who",
                List.of(
                        new Cell("a", "h", "1", "b", "h", "2", "TCP 80", "b", "b", true),
                        new Cell("b", "h", "2", "a", "h", "1", "UDP 80", "a", "a", true)));

        assertThat(MatrixView.of("m", "NET-05", "s", matrix, List.of()).words())
                .isEqualTo("2 pairs, 2 calls, all as expected");
    }

    @Test
    void whatWentWrongInTheSameWayIsSaidOnce() {
        assertThat(view(CHANNELS, CHANNELS).rows().get(0).pairs().get(2).wrong())
                .containsExactly(new MatrixView.Wrong("x", "c", "in all 3 ways"));
        assertThat(view(CHANNELS, List.of("UDP 80", "TCP 81"))
                        .rows()
                        .get(0)
                        .pairs()
                        .get(2)
                        .wrong())
                .containsExactly(new MatrixView.Wrong("x", "c", "UDP 80, TCP 81"));
        assertThat(view(List.of("TCP 80"), CHANNELS)
                        .rows()
                        .get(0)
                        .pairs()
                        .get(2)
                        .wrong())
                .containsExactly(new MatrixView.Wrong("x", "c", ""));
    }

    @Test
    void anAnswerAtALaterTryIsAnAnswer() {
        assertThat(view(List.of("TCP 80"), List.of())
                        .rows()
                        .get(0)
                        .pairs()
                        .get(1)
                        .observed())
                .containsExactly("b");

        Matrix answers = new Matrix(
                "who answers",
                List.of(Networks.cell("a", "host-1", "10.244.1.2", "b", "host-2", "10.244.2.2", "b (at try 2)", true)));
        // What else is observed of the same calls is no answer.
        Matrix sizes = new Matrix("how much passes between pods", answers.cells());
        Report report = Run.of("""
                Feature: Networking
                  @NET-02
                  Rule: Reached
                    Scenario: Every pod calls every other
                      Then every call is answered
                """)
                .must("NET-02")
                .ran(0, passed(), passed().with(Networks.MATRIX, answers).with(Networks.MATRIX, sizes))
                .report();

        SideBySide.Subject pods = SideBySide.subjects("pods", report).get(0);
        assertThat(SideBySide.of(List.of(pods, pods)).lines())
                .filteredOn(line -> line.question().startsWith("Calls to another host"))
                .extracting(line -> line.answers().get(0))
                .containsExactly("the only one");
    }
}
