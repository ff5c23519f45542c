package dev.podproof.report.verdict;

import dev.podproof.features.Profile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a run came to; what is rendered, and what decides the exit code.
 *
 * @param verdicts the verdict per chosen profile
 * @param requirements every requirement of the specification, in its order
 * @param errors what went wrong in the suite outside of any scenario
 */
public record Report(
        RunStart start,
        RunEnd end,
        SortedMap<Profile, Conformance> verdicts,
        List<RequirementResult> requirements,
        List<String> errors) {
    public Report {
        verdicts = new TreeMap<>(verdicts);
        requirements = List.copyOf(requirements);
        errors = List.copyOf(errors);
    }

    /** Those that the verdicts are about: of the chosen profiles. */
    public List<RequirementResult> applicable() {
        return requirements.stream()
                .filter(r -> r.outcome() != Outcome.INAPPLICABLE)
                .toList();
    }

    /** Those that this run was asked to decide: of the chosen profiles and, where there is a selection, selected. */
    public List<RequirementResult> judged() {
        Optional<List<String>> selected = start.requirements();
        return applicable().stream()
                .filter(r -> selected.isEmpty() || selected.get().contains(r.id()))
                .toList();
    }

    /** How many of the given requirements came out so. */
    public static long count(List<RequirementResult> of, Outcome outcome) {
        return of.stream().filter(r -> r.outcome() == outcome).count();
    }

    /** Wall time of the run in seconds. */
    public double seconds() {
        return java.time.Duration.between(start.startedAt(), end.finishedAt()).toMillis() / 1000.0;
    }

    /** The result for one requirement. */
    public Map<String, RequirementResult> byId() {
        Map<String, RequirementResult> byId = new TreeMap<>();
        requirements.forEach(r -> byId.put(r.id(), r));
        return byId;
    }
}
