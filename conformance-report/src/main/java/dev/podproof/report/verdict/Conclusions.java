package dev.podproof.report.verdict;

import dev.podproof.features.Profile;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** From outcomes to the word at the top of the report. */
final class Conclusions {
    private Conclusions() {}

    /** The verdict per chosen profile. A suite that failed outside its scenarios may have missed anything, so nothing is conformant then. */
    static SortedMap<Profile, Conformance> perProfile(
            Collection<Profile> profiles, List<RequirementResult> results, boolean suiteFailed) {
        var byProfile = new EnumMap<Profile, Conformance>(Profile.class);
        for (Profile profile : profiles) {
            byProfile.put(
                    profile,
                    of(
                            results.stream()
                                    .filter(r -> r.requirement().profile() == profile)
                                    .toList(),
                            suiteFailed));
        }
        return new TreeMap<>(byProfile);
    }

    /** The verdict on these requirements alone; what is inapplicable counts neither for nor against it. */
    static Conformance of(List<RequirementResult> all, boolean suiteFailed) {
        List<RequirementResult> results =
                all.stream().filter(r -> r.outcome() != Outcome.INAPPLICABLE).toList();
        List<RequirementResult> musts =
                results.stream().filter(RequirementResult::must).toList();
        if (musts.stream().anyMatch(r -> r.outcome() == Outcome.FAILED)) {
            return Conformance.NONCONFORMANT;
        }
        // Where nothing is binding, at least everything has to be decided: nothing is conformant on nothing.
        boolean decided = musts.isEmpty()
                ? !results.isEmpty() && results.stream().allMatch(Conclusions::isDecided)
                : musts.stream().allMatch(r -> r.outcome() == Outcome.PASSED);
        return decided && !suiteFailed ? Conformance.CONFORMANT : Conformance.INCONCLUSIVE;
    }

    private static boolean isDecided(RequirementResult result) {
        return result.outcome() == Outcome.PASSED || result.outcome() == Outcome.FAILED;
    }
}
