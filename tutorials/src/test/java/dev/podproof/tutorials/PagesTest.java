package dev.podproof.tutorials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.features.Specification;
import dev.podproof.report.workshop.Pages;
import dev.podproof.report.workshop.Pages.Standing;
import dev.podproof.report.workshop.WorkshopPage.Exercise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What has to be so of all pages together, without a cluster; that each can be read is seen by reading it. */
class PagesTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| \\[[^]]*]\\((\\d\\d-[^)/]*)/README\\.md\\) \\| (\\d+) \\|");

    private final List<Standing> pages = Pages.in(Path.of(""));

    @Test
    void thereArePages() {
        assertThat(pages).hasSizeGreaterThanOrEqualTo(Chosen.IN_EVERY_BUILD.size());
        assertThat(pages.stream().map(Standing::number)).containsAll(Chosen.IN_EVERY_BUILD);
    }

    @Test
    void eachLinksToTheNext() {
        for (int i = 0; i + 1 < pages.size(); i++) {
            assertThat(pages.get(i).page().links())
                    .as(pages.get(i).name())
                    .contains("../" + pages.get(i + 1).name() + "/README.md");
        }
    }

    @Test
    void eachNamesRequirementsThatThereAre() {
        Specification specification = Specification.load();
        for (Standing page : pages) {
            assertThat(page.page().facts().requirements())
                    .as(page.name())
                    .allMatch(id -> specification.requirement(id).isPresent());
        }
    }

    @Test
    void eachHoldsTheClusterToItsRequirementsBeforeWithAndAfterTheFault() {
        for (Standing page : pages) {
            List<Integer> codes = page.page().exercises().stream()
                    .filter(Runs::isIn)
                    .map(exercise -> exercise.exit())
                    .toList();
            assertThat(codes).as(page.name() + ": the codes of its runs").containsSubsequence(0, 1, 0);
        }
    }

    /** The last page leaves nothing on the cluster: what it is about is in the reader's head and in reports. */
    @Test
    void eachHasMilestonesButTheLast() {
        Standing last = pages.get(pages.size() - 1);

        assertThat(last.milestones()).isEmpty();
        assertThat(pages)
                .filteredOn(page -> !page.equals(last))
                .allSatisfy(page -> assertThat(page.milestones())
                        .as(page.name())
                        .anyMatch(milestone -> milestone.after().equals("Run")));
    }

    @Test
    void theListNamesThemAllWithTheirMinutes() throws IOException {
        Set<String> listed = ROW.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map((MatchResult row) -> row.group(1) + " " + row.group(2))
                .collect(Collectors.toSet());

        assertThat(listed)
                .isEqualTo(pages.stream()
                        .map(page -> page.name() + " " + page.page().facts().minutes())
                        .collect(Collectors.toSet()));
    }

    @Test
    void aPageWithoutItsRunsDoesAllElse() {
        Exercise repaired = new Exercise(
                "Run", 1, "podproof faults use\npodproof run --out x", Optional.of("ok"), 1, Duration.ZERO);
        Exercise plain = new Exercise("Run", 5, "echo hold", Optional.of("hold"), 0, Duration.ofSeconds(5));
        Exercise onlyRun = new Exercise("Run", 9, "hold", Optional.of("ok"), 1, Duration.ZERO);

        assertThat(Runs.without(List.of(repaired, plain, onlyRun)))
                .containsExactly(
                        new Exercise("Run", 1, "podproof faults use", Optional.empty(), 0, Duration.ZERO), plain);
    }
}
