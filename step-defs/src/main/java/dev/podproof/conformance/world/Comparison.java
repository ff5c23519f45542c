package dev.podproof.conformance.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.eventually.Eventually;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The one place where what is expected meets what was observed. Each meeting is recorded, whatever its result, and nothing is recorded
 * without one: a scenario that observed nothing can therefore be told from one that passed.
 */
public final class Comparison {
    public static final String OBSERVATION = "application/vnd.podproof.observation+json";
    public static final String MATRIX = "application/vnd.podproof.matrix+json";

    /** How the title of a matrix begins that shows the source addresses which servers saw; reports draw a picture of those. */
    public static final String SOURCES = "the source address that the server sees";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CELLS_IN_MESSAGE = 8;

    private final Recorder recorder;

    Comparison(Recorder recorder) {
        this.recorder = recorder;
    }

    /**
     * Compares two values.
     *
     * @throws NotMet when they differ
     */
    public <T> void same(String what, T expected, T observed) {
        holds(what, String.valueOf(expected), String.valueOf(observed), Objects.equals(expected, observed));
    }

    /**
     * Records a comparison that is more than equality.
     *
     * @param expected in words
     * @param observed the probe's raw output
     * @throws NotMet when it does not hold
     */
    public void holds(String what, String expected, String observed, boolean met) {
        String waited =
                Eventually.ended().map(limit -> "; waited for it " + limit).orElse("");
        Map<String, Object> observation = new LinkedHashMap<>();
        observation.put("what", what);
        observation.put("expected", expected);
        observation.put("observed", observed);
        observation.put("met", met);
        recorder.record(OBSERVATION, json(observation));
        if (!met) {
            throw new NotMet(what + ": expected " + expected + ", observed " + observed + waited);
        }
    }

    /**
     * Records many comparisons of one kind.
     *
     * @throws NotMet when there are none, or one does not hold; the message names both ends of those that do not
     */
    public void matrix(String title, List<Cell> cells) {
        Map<String, Object> matrix = new LinkedHashMap<>();
        matrix.put("title", title);
        matrix.put("cells", cells);
        recorder.record(MATRIX, json(matrix));
        if (cells.isEmpty()) {
            throw new NotMet(title + ": there was nothing to observe");
        }
        List<Cell> unmet = cells.stream().filter(cell -> !cell.met()).toList();
        if (!unmet.isEmpty()) {
            String more =
                    unmet.size() > CELLS_IN_MESSAGE ? "\n… and " + (unmet.size() - CELLS_IN_MESSAGE) + " more" : "";
            throw new NotMet(unmet.stream()
                            .limit(CELLS_IN_MESSAGE)
                            .map(Cell::sentence)
                            .collect(Collectors.joining(
                                    "\n", title + ": not so for " + unmet.size() + " of " + cells.size() + "\n", ""))
                    + more);
        }
    }

    private static String json(Map<String, Object> document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An observation cannot be written", e);
        }
    }
}
