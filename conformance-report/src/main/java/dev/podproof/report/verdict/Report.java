package dev.podproof.report.verdict;

import dev.podproof.features.Profile;
import java.util.List;
import java.util.Map;
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
        List<String> errors,
        Timeline timeline) {
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

    /** Those of the chosen profiles, with what the target's overlay declared to be none of its business. */
    public List<RequirementResult> ofProfiles() {
        return requirements.stream()
                .filter(r -> start.profiles().contains(r.requirement().profile()))
                .toList();
    }

    /** What a reader of this run wants to see: what it was asked to decide, and what its target declared to be inapplicable. */
    public List<RequirementResult> asked() {
        return ofProfiles().stream().filter(this::isSelected).toList();
    }

    private boolean isSelected(RequirementResult result) {
        return start.requirements().map(ids -> ids.contains(result.id())).orElse(true);
    }

    /** Those that this run was asked to decide: of the chosen profiles and, where there is a selection, selected. */
    public List<RequirementResult> judged() {
        return applicable().stream().filter(this::isSelected).toList();
    }

    /** How many of the given requirements came out so. */
    public static long count(List<RequirementResult> of, Outcome outcome) {
        return of.stream().filter(r -> r.outcome() == outcome).count();
    }

    /** The verdict on what was asked for: the worst of the chosen profiles or, with a selection, that on the selection alone. */
    public Conformance conformance() {
        return conformance(requirements);
    }

    /** The word for {@link #conformance()}: of a selection it is passed, undecided or failed, and never conformant. */
    public String word() {
        return isSelection() ? conformance().wordOfSelection() : conformance().word();
    }

    boolean isSelection() {
        return start.requirements().isPresent();
    }

    /** The same on other results than its own, as if they had come out of it. */
    Conformance conformance(List<RequirementResult> results) {
        boolean suiteFailed = !errors.isEmpty();
        if (isSelection()) {
            return Conclusions.of(results.stream().filter(this::isSelected).toList(), suiteFailed);
        }
        return Conclusions.perProfile(start.profiles(), results, suiteFailed).values().stream()
                .max(Conformance::compareTo)
                .orElse(Conformance.INCONCLUSIVE);
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
