package dev.podproof.report.verdict;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was not known yet when the first scenario started, because it was still being made; recorded as an attachment of
 * {@link Recorded#SINCE}. A run that ended before that has none.
 *
 * @param offers need by need, as {@link RunStart#offers}
 * @param bareHosts Docker hosts beside the target's that belong to no cluster
 */
public record RunSince(Map<String, Object> offers, List<RunStart.Host> bareHosts) {
    public RunSince {
        offers = offers == null ? Map.of() : Map.copyOf(offers);
        bareHosts = bareHosts == null ? List.of() : List.copyOf(bareHosts);
    }

    RunStart completes(RunStart start) {
        Map<String, Object> all = new LinkedHashMap<>(start.offers());
        all.putAll(offers);
        return new RunStart(
                start.startedAt(),
                start.implementation(),
                start.suite(),
                start.environment(),
                all,
                start.profiles(),
                start.requirements(),
                start.planned(),
                bareHosts.isEmpty()
                        ? start.topology()
                        : new RunStart.Topology(start.topology().hosts(), bareHosts),
                start.inapplicable());
    }
}
