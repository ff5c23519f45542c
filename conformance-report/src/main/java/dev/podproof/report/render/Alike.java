package dev.podproof.report.render;

import dev.podproof.report.verdict.RequirementResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Requirements that did not pass for one and the same reason, which is then said once. Public because FreeMarker reads it.
 *
 * @param results one or more, in the order of the specification
 */
public record Alike(String reason, List<RequirementResult> results) {
    /** A terminal's line has place for so many IDs; the report has all of them. */
    private static final int MOST_IDS = 8;

    public Alike {
        results = List.copyOf(results);
    }

    /** Groups by the whole reason; groups stand in the order of their first requirement. */
    static List<Alike> of(List<RequirementResult> results) {
        Map<String, List<RequirementResult>> byReason = new LinkedHashMap<>();
        results.forEach(result -> byReason.computeIfAbsent(result.reason(), unused -> new ArrayList<>())
                .add(result));
        List<Alike> groups = new ArrayList<>();
        byReason.forEach((reason, alike) -> groups.add(new Alike(reason, alike)));
        return groups;
    }

    public String ids() {
        return results.stream().map(RequirementResult::id).collect(Collectors.joining(", "));
    }

    public Brief brief() {
        return Brief.ofReason(reason);
    }

    /** The same for a line: the first of them, and how many more there are. */
    String someIds() {
        if (results.size() <= MOST_IDS) {
            return ids();
        }
        return new Alike(reason, results.subList(0, MOST_IDS)).ids() + " and " + (results.size() - MOST_IDS) + " more";
    }

    /** Such as {@code MUST, SHOULD}, each once. */
    public String levels() {
        return results.stream()
                .map(result -> result.requirement().level().name())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
