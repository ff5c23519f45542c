package dev.podproof.features;

import java.util.List;

/**
 * One documented behaviour that the suite decides.
 *
 * @param id stable, never renumbered and never reused, for example {@code NET-03}
 * @param section heading of the source document that it comes from
 * @param needs what a target must offer for it to be decidable, for example {@code two-hosts}
 * @param statement the behaviour in one or two sentences of our own
 * @param untested what of it no scenario sees, and why; empty if they see all of it
 */
public record Requirement(
        String id,
        Level level,
        Basis basis,
        Profile profile,
        String section,
        List<String> needs,
        String statement,
        String untested) {
    public Requirement {
        needs = needs == null ? List.of() : List.copyOf(needs);
        untested = untested == null ? "" : untested;
    }
}
