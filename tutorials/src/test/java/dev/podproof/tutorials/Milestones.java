package dev.podproof.tutorials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.report.workshop.Milestone;
import dev.podproof.report.workshop.Pages.Standing;
import dev.podproof.report.workshop.WorkshopPage.Exercise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** Holds a page's milestones to the page: none is met before it begins, and each is where its section ends. */
final class Milestones {
    private static final Duration SEEN = Duration.ofSeconds(60);

    private final List<Milestone> all;
    private final Map<String, String> variables;
    private final Path scratch;

    Milestones(Standing page, ReferenceCluster cluster, Path scratch) {
        this.all = page.milestones();
        this.variables = Map.of(
                "CLUSTER", cluster.name(), "KUBECONFIG", cluster.kubeconfig().toString());
        this.scratch = scratch;
    }

    void noneIsMet() {
        assertThat(all).noneMatch(milestone -> milestone.isMet(scratch, variables));
    }

    /** Tests for the milestones of a section, where the exercise is the last of that section. */
    Stream<DynamicTest> after(Exercise exercise, List<Exercise> chosen, AtomicBoolean broken) {
        boolean goesOn = chosen.stream()
                .anyMatch(other -> other.section().equals(exercise.section()) && other.line() > exercise.line());
        return goesOn
                ? Stream.empty()
                : all.stream()
                        .filter(milestone -> milestone.after().equals(exercise.section()))
                        .map(milestone -> DynamicTest.dynamicTest(milestone.state(), () -> {
                            Assumptions.assumeFalse(broken.get(), "an earlier block of this page failed");
                            await().atMost(SEEN).until(() -> milestone.isMet(scratch, variables));
                        }));
    }
}
