package dev.podproof.report.verdict;

import dev.podproof.features.Requirement;
import java.util.List;

/** A requirement's outcome is its worst scenario's; without scenarios, with some missing, or outside of what was asked, it says why. */
final class RequirementJudge {
    private final RunStart start;
    private final RunEnd end;

    RequirementJudge(RunStart start, RunEnd end) {
        this.start = start;
        this.end = end;
    }

    RequirementResult judge(Requirement requirement, List<ScenarioResult> scenarios) {
        if (!start.profiles().contains(requirement.profile())) {
            return without(
                    requirement,
                    Outcome.INAPPLICABLE,
                    "profile " + requirement.profile().word() + " was not chosen");
        }
        if (!start.requirements().map(ids -> ids.contains(requirement.id())).orElse(true)) {
            return without(requirement, Outcome.UNTESTED, "it was not selected");
        }
        if (start.inapplicable().containsKey(requirement.id())) {
            return without(
                    requirement, Outcome.INAPPLICABLE, start.inapplicable().get(requirement.id()));
        }
        if (end.ended() == RunEnd.Ended.NOT_RUN) {
            return without(requirement, Outcome.UNTESTED, end.because());
        }
        int planned = start.planned().getOrDefault(requirement.id(), 0);
        if (scenarios.isEmpty()) {
            String reason = planned == 0 ? "the suite has no scenario for it yet" : end.because();
            return without(requirement, Outcome.UNTESTED, reason);
        }
        Outcome worst =
                Outcome.worst(scenarios.stream().map(ScenarioResult::outcome).toList());
        long known = scenarios.stream().mapToLong(s -> s.examples().size()).sum();
        if (worst == Outcome.PASSED && known < planned) {
            String reason = known + " of " + planned + " examples ran: " + end.because();
            return new RequirementResult(requirement, Outcome.UNTESTED, reason, scenarios);
        }
        return new RequirementResult(requirement, worst, reason(scenarios, worst), scenarios);
    }

    private static String reason(List<ScenarioResult> scenarios, Outcome worst) {
        return scenarios.stream()
                .filter(s -> s.outcome() == worst)
                .map(ScenarioResult::reason)
                .findFirst()
                .orElse("");
    }

    private static RequirementResult without(Requirement requirement, Outcome outcome, String reason) {
        return new RequirementResult(requirement, outcome, reason, List.of());
    }
}
