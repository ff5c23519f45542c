package dev.podproof.report.verdict;

import dev.podproof.features.Rules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the suite made of each deliberate violation.
 *
 * @param digest of the suite
 * @param full whether each was held against every requirement that the reference decides, not only against those that it names
 * @param control what the same suite made of the healthy cluster
 * @param notInjectable how many clauses and requirements the reference cannot be made to violate
 */
public record KillMatrix(String digest, boolean full, Optional<Row> control, List<Row> rows, int notInjectable) {
    public KillMatrix {
        rows = List.copyOf(rows);
    }

    /** What became of a violation. */
    public enum Fate {
        /** Every requirement that it violates failed. */
        KILLED,
        /** One that it violates did not fail. */
        SURVIVED,
        /** It could not be held against the suite at all. */
        NOT_RUN
    }

    /**
     * One of them.
     *
     * @param fault its ID; {@code healthy} for none
     * @param named the requirements that it violates
     * @param expected those that can't but fail too
     * @param outcomes what each requirement came to that it was held against
     * @param against the digest of these requirements with their scenarios, as they were then
     * @param reason why it was not run; empty if it was
     */
    public record Row(
            String fault,
            List<String> named,
            List<String> expected,
            SortedMap<String, Outcome> outcomes,
            String against,
            double seconds,
            String reason) {
        /** What stands for the cluster without any. */
        public static final String HEALTHY = "healthy";

        public Row {
            named = List.copyOf(named);
            expected = List.copyOf(expected);
            outcomes = new TreeMap<>(outcomes);
        }

        private boolean stands(Rules rules) {
            return against.equals(rules.digest(outcomes.keySet()));
        }

        public Fate fate() {
            if (!reason.isEmpty()) {
                return Fate.NOT_RUN;
            }
            return missed().isEmpty() ? Fate.KILLED : Fate.SURVIVED;
        }

        /** Requirements that it violates and that did not fail, with what they came to. */
        public Map<String, Outcome> missed() {
            Map<String, Outcome> missed = new TreeMap<>();
            named.stream()
                    .filter(id -> outcomes.getOrDefault(id, Outcome.UNTESTED) != Outcome.FAILED)
                    .forEach(id -> missed.put(id, outcomes.getOrDefault(id, Outcome.UNTESTED)));
            return missed;
        }

        /** Requirements that it neither violates nor is known to disturb, and that did not pass all the same. */
        public Map<String, Outcome> unexpected() {
            Map<String, Outcome> unexpected = new TreeMap<>(outcomes);
            unexpected.keySet().removeAll(named);
            unexpected.keySet().removeAll(expected);
            unexpected.values().removeIf(outcome -> outcome == Outcome.PASSED || outcome == Outcome.INAPPLICABLE);
            return unexpected;
        }
    }

    public long count(Fate fate) {
        return rows.stream().filter(row -> row.fate() == fate).count();
    }

    /** Whether the healthy cluster passed, every violation was noticed where it should be, and nowhere else. */
    public boolean flawless() {
        return control.filter(row -> row.unexpected().isEmpty()).isPresent()
                && rows.stream()
                        .allMatch(row ->
                                row.fate() == Fate.KILLED && row.unexpected().isEmpty());
    }

    /** As a report quotes it. */
    public String score() {
        return "%d of %d killed, %d survived, %d not run; %d not injectable"
                .formatted(count(Fate.KILLED), rows.size(), count(Fate.SURVIVED), count(Fate.NOT_RUN), notInjectable);
    }

    /** With one more row, or with another in place of the same fault's. */
    public KillMatrix with(Row row) {
        if (row.fault().equals(Row.HEALTHY)) {
            return new KillMatrix(digest, full, Optional.of(row), rows, notInjectable);
        }
        List<Row> all = new ArrayList<>(rows);
        all.removeIf(other -> other.fault().equals(row.fault()));
        all.add(row);
        return new KillMatrix(digest, full, control, all, notInjectable);
    }

    /**
     * The same matrix for a later suite: without what was held against requirements or scenarios that have changed since.
     *
     * @param suite its digest
     */
    public KillMatrix carriedOver(String suite, Rules rules) {
        return new KillMatrix(
                suite,
                full,
                control.filter(row -> row.stands(rules)),
                rows.stream().filter(row -> row.stands(rules)).toList(),
                notInjectable);
    }

    /** Whether it is known what that fault, or the healthy cluster, comes to with these requirements. */
    public boolean covers(String fault, Collection<String> requirements) {
        return Stream.concat(control.stream(), rows.stream())
                .filter(row -> row.fault().equals(fault) && row.fate() != Fate.NOT_RUN)
                .anyMatch(row -> row.outcomes().keySet().containsAll(requirements));
    }
}
