package dev.podproof.report.verdict;

import java.util.List;

/** Every ordered pair that a scenario observed, as one picture. */
public record Matrix(String title, List<Cell> cells) {
    public Matrix {
        cells = cells == null ? List.of() : List.copyOf(cells);
    }

    /** Whether it shows which source addresses servers saw. */
    public boolean showsSources() {
        return title.startsWith(Recorded.SOURCES);
    }

    /** True if it shows who answered. */
    public boolean showsAnswers() {
        return title.equals(Recorded.ANSWERS);
    }

    /** How many pairs came out as the requirement asks. */
    public long met() {
        return cells.stream().filter(Cell::met).count();
    }
}
