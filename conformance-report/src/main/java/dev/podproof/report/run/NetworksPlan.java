package dev.podproof.report.run;

import dev.podproof.features.Profile;
import dev.podproof.features.Requirement;
import dev.podproof.reference.network.NetworkKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is run where several overlays are tested one after the other: of each the requirements about networking, and once those about
 * Docker alone.
 *
 * @param overlays what each overlay is asked; absent when nothing is asked of them
 * @param docker what Docker alone is asked; absent when nothing is
 */
public record NetworksPlan(Optional<Selection> overlays, Optional<Selection> docker) {
    /** The column of Docker alone. */
    public static final String DOCKER = "docker";

    private static final String SECTION = "Networking";
    private static final String WHAT =
            "--network all runs the requirements of the section Networking, and those of the profile docker";

    /** All columns that there can be, in the order in which they are run; each has a folder of this name. */
    public static List<String> columns() {
        return Stream.concat(NetworkKind.words().stream(), Stream.of(DOCKER)).toList();
    }

    /**
     * Makes the plan out of what a person chose.
     *
     * @param named the requirements that were named; empty when none were
     * @throws BadInput when one of them, or all that was chosen, has nothing to do with networking
     */
    public static NetworksPlan of(List<Requirement> specification, Selection chosen, List<String> named) {
        for (Requirement requirement : chosen.chosen(specification)) {
            boolean wanted = named.stream().anyMatch(requirement.id()::equalsIgnoreCase);
            if (wanted && !isOfNetworks(requirement)) {
                throw new BadInput(requirement.id() + " is no requirement about networking; " + WHAT);
            }
        }
        NetworksPlan plan = new NetworksPlan(
                part(specification, chosen, chosen.profiles().stream().filter(p -> p != Profile.DOCKER)),
                part(specification, chosen, chosen.profiles().stream().filter(p -> p == Profile.DOCKER)));
        if (plan.overlays().isEmpty() && plan.docker().isEmpty()) {
            throw new BadInput("Nothing that was chosen is about networking; " + WHAT);
        }
        return plan;
    }

    private static Optional<Selection> part(
            List<Requirement> specification, Selection chosen, Stream<Profile> profiles) {
        List<Profile> of = profiles.toList();
        List<String> ids = chosen.chosen(specification).stream()
                .filter(requirement -> of.contains(requirement.profile()) && isOfNetworks(requirement))
                .map(Requirement::id)
                .toList();
        return ids.isEmpty() ? Optional.empty() : Optional.of(new Selection(of, Optional.of(ids)));
    }

    private static boolean isOfNetworks(Requirement requirement) {
        return requirement.section().equals(SECTION) || requirement.profile() == Profile.DOCKER;
    }
}
