package dev.podproof.report.verdict;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A report as others get it: report.yaml, without the record that it was made from.
 *
 * @param label the name it has beside others
 * @param implementation name and version of what was tested
 * @param suite the version of the suite that judged
 * @param digest of that suite
 * @param startedAt in UTC, as it stands in the report
 * @param ended {@code completed}, or why it did not come to its end
 * @param verdicts by profile
 * @param results what was asked, by requirement; without requirements that were not selected
 */
public record Published(
        String label,
        String implementation,
        String suite,
        String digest,
        String startedAt,
        String ended,
        Map<String, String> verdicts,
        SortedMap<String, Result> results) {
    public Published {
        verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
        results = Collections.unmodifiableSortedMap(new TreeMap<>(results));
    }

    /** What became of a requirement. */
    public record Result(String level, String statement, Outcome outcome) {}

    boolean wasAsked(String id) {
        return results.containsKey(id);
    }

    /** Whether the run came to its end. */
    public boolean isWhole() {
        return ended.equals("completed");
    }
}
