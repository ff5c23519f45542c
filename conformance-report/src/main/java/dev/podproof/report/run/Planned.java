package dev.podproof.report.run;

import dev.podproof.conformance.disruption.Disruption;
import dev.podproof.features.Requirement;
import dev.podproof.features.Rules;
import dev.podproof.features.Specification;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a run would do, known without a cluster.
 *
 * @param requirements those that would be decided
 * @param examples of their scenarios
 * @param needs what a target must offer, and how many of the requirements need it
 * @param changes the parts of the target that scenarios would change beyond pods and services of their own
 * @param seconds of all examples together, as the reference took when it was last measured; many of them run side by side
 */
public record Planned(
        List<Requirement> requirements,
        int examples,
        SortedMap<String, Integer> needs,
        Set<Part> changes,
        double seconds) {
    /** Of this selection. */
    public static Planned of(Specification specification, Selection selection, Clock clock) {
        List<Requirement> chosen = selection.chosen(specification.requirements());
        var examples = Scenarios.find(
                        Scenarios.Source.PODPROOF,
                        chosen.stream().map(Requirement::id).toList(),
                        clock)
                .planned();
        SortedMap<String, Integer> needs = new TreeMap<>();
        Set<Part> changes = EnumSet.noneOf(Part.class);
        Rules rules = Rules.load();
        Lengths lengths = Lengths.read();
        double seconds = 0;
        for (Requirement requirement : chosen) {
            Set<String> tags = rules.tags(requirement.id());
            Stream.concat(requirement.needs().stream(), Disruption.needs(tags).stream())
                    .forEach(need -> needs.merge(need, 1, Integer::sum));
            changes.addAll(Part.changedBy(tags));
            seconds += lengths.of(Stream.of(requirement.id())) * examples.getOrDefault(requirement.id(), 0);
        }
        return new Planned(
                chosen, examples.values().stream().mapToInt(Integer::intValue).sum(), needs, changes, seconds);
    }
}
