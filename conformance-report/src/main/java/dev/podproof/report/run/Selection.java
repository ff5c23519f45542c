package dev.podproof.report.run;

import dev.podproof.features.Level;
import dev.podproof.features.Profile;
import dev.podproof.features.Requirement;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of the specification a run is to decide.
 *
 * @param profiles those that get a verdict
 * @param requirements the selected IDs; empty when everything in the profiles is
 */
public record Selection(List<Profile> profiles, Optional<List<String>> requirements) {
    /** A scenario that takes no longer waits for nothing: lengths are those of a whole run, in which several share the processors. */
    private static final double QUICK_SECONDS = 9;

    public Selection {
        profiles = List.copyOf(profiles);
        requirements = requirements.map(List::copyOf);
    }

    /** All that these profiles hold. */
    public static Selection all(List<Profile> profiles) {
        return new Selection(profiles, Optional.empty());
    }

    /** What every cluster is required to do and shows within seconds, without registries or hosts that are given away. */
    public static Selection quick(List<Requirement> specification) {
        Lengths lengths = Lengths.read();
        return new Selection(
                List.of(Profile.PORTABLE),
                Optional.of(specification.stream()
                        .filter(r -> r.profile() == Profile.PORTABLE && r.level() == Level.MUST)
                        .filter(r -> lengths.of(Stream.of(r.id())) <= QUICK_SECONDS)
                        .map(Requirement::id)
                        .toList()));
    }

    /** What such a selection leaves out, for whoever might take it for the whole. */
    public String without(List<Requirement> specification) {
        List<String> musts = specification.stream()
                .filter(r -> profiles.contains(r.profile()) && r.level() == Level.MUST)
                .map(Requirement::id)
                .toList();
        List<String> left = musts.stream()
                .filter(id -> !requirements.orElse(musts).contains(id))
                .toList();
        return "a first look: " + (musts.size() - left.size()) + " of " + musts.size() + " MUST of "
                + words(profiles) + "; the verdict stays open, since these are left out: " + String.join(", ", left)
                + ", and whatever is no MUST of that profile";
    }

    /** What of the specification is to be run: of the chosen profiles, and selected. */
    public List<Requirement> chosen(List<Requirement> specification) {
        return specification.stream()
                .filter(r -> profiles.contains(r.profile()))
                .filter(r ->
                        requirements.map(selected -> selected.contains(r.id())).orElse(true))
                .toList();
    }

    /**
     * Understands what a person asked for.
     *
     * @param profiles words; empty for the target's default
     * @param ids requirements; empty for all
     * @param sections headings of the source document; empty for all
     * @throws BadInput when something is unknown, or when nothing is left
     */
    public static Selection of(
            List<Requirement> specification,
            List<Profile> defaults,
            List<String> profiles,
            List<String> ids,
            List<String> sections) {
        List<Profile> chosen = profiles.isEmpty()
                ? defaults
                : profiles.stream().map(Selection::profile).distinct().sorted().toList();
        if (ids.isEmpty() && sections.isEmpty()) {
            return all(chosen);
        }
        Set<String> known = specification.stream().map(Requirement::id).collect(Collectors.toSet());
        Set<String> wantedIds =
                ids.stream().map(id -> known(id, known, "requirement")).collect(Collectors.toSet());
        Set<String> headings =
                specification.stream().map(Requirement::section).collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> wantedSections =
                sections.stream().map(s -> known(s, headings, "section")).collect(Collectors.toSet());
        List<Requirement> wanted = specification.stream()
                .filter(r -> wantedIds.isEmpty() || wantedIds.contains(r.id()))
                .filter(r -> wantedSections.isEmpty() || wantedSections.contains(r.section()))
                .toList();
        requireProfiles(wanted, wantedIds, chosen);
        List<String> selected = wanted.stream()
                .filter(r -> chosen.contains(r.profile()))
                .map(Requirement::id)
                .toList();
        if (selected.isEmpty()) {
            throw new BadInput("No requirement is left to test: none of " + String.join(", ", ids) + " "
                    + String.join(", ", sections) + " is in the profiles " + words(chosen));
        }
        return new Selection(chosen, Optional.of(selected));
    }

    /**
     * The requirements that these words name: IDs and sections add up, levels and profiles leave the others out.
     *
     * @throws BadInput when a word is none of these
     */
    public static List<Requirement> named(List<Requirement> specification, List<String> words) {
        List<Function<Requirement, Stream<String>>> kinds = List.of(
                one -> Stream.of(one.id(), one.section()),
                one -> Stream.of(one.level().name()),
                one -> Stream.of(one.profile().word()));
        Set<String> known = specification.stream()
                .flatMap(one -> kinds.stream().flatMap(kind -> kind.apply(one)))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> wanted = words.stream()
                .map(word -> known(word, known, "requirement, section, level or profile"))
                .collect(Collectors.toSet());
        List<Requirement> named = specification;
        for (Function<Requirement, Stream<String>> kind : kinds) {
            if (specification.stream().flatMap(kind).anyMatch(wanted::contains)) {
                named = named.stream()
                        .filter(one -> kind.apply(one).anyMatch(wanted::contains))
                        .toList();
            }
        }
        return named;
    }

    /**
     * The requirement with that ID, in whatever case it is written.
     *
     * @throws BadInput when there is none
     */
    public static Requirement requirement(List<Requirement> specification, String id) {
        String known = known(id, specification.stream().map(Requirement::id).toList(), "requirement");
        return specification.stream()
                .filter(one -> one.id().equals(known))
                .findFirst()
                .orElseThrow();
    }

    private static void requireProfiles(List<Requirement> wanted, Set<String> named, List<Profile> chosen) {
        for (Requirement requirement : wanted) {
            if (named.contains(requirement.id()) && !chosen.contains(requirement.profile())) {
                throw new BadInput(requirement.id() + " belongs to the profile "
                        + requirement.profile().word() + ", which is not chosen; add --profile " + words(chosen) + ","
                        + requirement.profile().word());
            }
        }
    }

    private static Profile profile(String word) {
        return Arrays.stream(Profile.values())
                .filter(p -> p.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "There is no profile '" + word + "'; there are " + words(List.of(Profile.values()))));
    }

    private static String known(String given, Collection<String> known, String kind) {
        return known.stream()
                .filter(name -> name.equalsIgnoreCase(given))
                .findFirst()
                .orElseThrow(() -> {
                    String all = kind.equals("section") ? "; there are: " + String.join(", ", known) : "";
                    return new BadInput("There is no " + kind + " '" + given + "'" + Nearest.hint(given, known) + all);
                });
    }

    private static String words(List<Profile> profiles) {
        return profiles.stream().map(Profile::word).collect(Collectors.joining(","));
    }
}
