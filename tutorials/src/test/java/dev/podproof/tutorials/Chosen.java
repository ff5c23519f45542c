package dev.podproof.tutorials;

import dev.podproof.report.workshop.Pages.Standing;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The pages that are executed: three in every build, as a page takes a minute or more, and all or some when that is asked for. */
final class Chosen {
    static final List<String> IN_EVERY_BUILD = List.of("02", "03", "08");

    /** The one of them that holds the cluster to its requirements, before, with the fault and after, in every build. */
    static final String WITH_RUNS = "02";

    private static final String ALL = "all";

    private Chosen() {}

    /** Whether a page does its runs of the suite: each does when pages were asked for. */
    static boolean runsSuite(Standing page, String asked) {
        return !asked.isEmpty() || page.number().equals(WITH_RUNS);
    }

    /**
     * Chooses.
     *
     * @param asked the property {@code workshops}: empty, {@code all}, or numbers with commas between them
     */
    static List<Standing> of(List<Standing> pages, String asked) {
        if (asked.equals(ALL)) {
            return pages;
        }
        List<String> numbers = asked.isEmpty() ? IN_EVERY_BUILD : Arrays.asList(asked.split(",", -1));
        List<String> unknown = numbers.stream()
                .filter(number -> pages.stream().noneMatch(page -> page.number().equals(number)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("-Dworkshops=" + asked + ": there is no page " + unknown + "; there are "
                    + pages.stream().map(Standing::number).toList());
        }
        return pages.stream()
                .filter(page -> numbers.contains(page.number()))
                .sorted(Comparator.comparing(page -> numbers.indexOf(page.number())))
                .toList();
    }
}
