package dev.podproof.tutorials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.report.workshop.Pages;
import dev.podproof.report.workshop.Pages.Standing;
import dev.podproof.report.workshop.Shell;
import dev.podproof.report.workshop.Workshop;
import dev.podproof.report.workshop.WorkshopPage;
import dev.podproof.report.workshop.WorkshopPage.Exercise;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executes workshops against hosts that were just started: what a page says is what happens. {@code -Dworkshops=all}, or numbers, chooses pages;
 * {@code -Dworkshops.cluster=NAME} does them on a cluster that stands, for whoever writes one.
 */
class WorkshopsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration GOING = Duration.ofSeconds(60);
    private static final int HOSTS = 2;
    private static final String ASKED = System.getProperty("workshops", "");
    private static final String STANDING = System.getProperty("workshops.cluster", "");

    @TempDir
    static Path scratch;

    private static ReferenceCluster cluster;
    private static Set<String> namespaces;

    @BeforeAll
    static void start() {
        for (String program : List.of("kubectl", "docker", "bash")) {
            assertThat(onPath(program))
                    .as("%s is on the PATH: workshops are done with it, so install it to test them", program)
                    .isTrue();
        }
        PodproofCommand.writeTo(scratch);
        cluster =
                STANDING.isEmpty() ? started() : ReferenceCluster.find(STANDING).orElseThrow();
        namespaces = namespaces();
    }

    /** As podproof workshop start does it. */
    private static ReferenceCluster started() {
        ReferenceCluster fresh = ReferenceCluster.builder()
                .name("workshops-" + ProcessHandle.current().pid())
                .hosts(HOSTS)
                .faults(List.of())
                .build();
        fresh.start();
        return fresh;
    }

    @AfterAll
    static void stop() {
        if (cluster != null && STANDING.isEmpty()) {
            cluster.stop();
        }
    }

    @TestFactory
    Stream<DynamicContainer> workshops() {
        return Chosen.of(Pages.in(Path.of("")), ASKED).stream().map(WorkshopsIT::workshop);
    }

    private static DynamicContainer workshop(Standing standing) {
        WorkshopPage page = standing.page();
        Path folder = copy(standing);
        Shell shell = Shell.open(
                folder,
                Map.of(
                        "KUBECONFIG",
                        kubeconfig(folder).toString(),
                        "PATH",
                        scratch + File.pathSeparator + System.getenv("PATH")));
        Workshop workshop = new Workshop(standing.name(), shell, PATIENCE);
        AtomicBoolean broken = new AtomicBoolean();
        List<Exercise> chosen = Chosen.runsSuite(standing, ASKED) ? page.exercises() : Runs.without(page.exercises());
        Milestones milestones = new Milestones(standing, cluster, scratch);
        Stream<DynamicTest> begins =
                Stream.of(DynamicTest.dynamicTest("nothing that the page leads to is so yet", milestones::noneIsMet));
        Stream<DynamicTest> exercises = chosen.stream()
                .flatMap(exercise -> Stream.concat(
                        Stream.of(DynamicTest.dynamicTest(
                                exercise.name(), standing.file().toUri(), () -> does(workshop, exercise, broken))),
                        milestones.after(exercise, chosen, broken)));
        Stream<DynamicTest> left = Stream.of(DynamicTest.dynamicTest("leaves the cluster as it was", () -> {
            Optional<List<String>> faults = cluster.faults();
            cluster.useFaults(List.of());
            await().atMost(GOING).untilAsserted(() -> assertThat(namespaces()).isEqualTo(namespaces));
            assertThat(faults).hasValue(List.of());
        }));
        return DynamicContainer.dynamicContainer(
                page.title(),
                Stream.of(begins, exercises, left).flatMap(tests -> tests).onClose(shell::close));
    }

    /** What comes after an exercise that failed would fail for no reason of its own; but things are put back all the same. */
    private static void does(Workshop workshop, Exercise exercise, AtomicBoolean broken) {
        Assumptions.assumeTrue(!broken.get() || exercise.cleansUp(), "an earlier block of this page failed");
        boolean before = broken.getAndSet(true);
        workshop.exercise(exercise);
        broken.set(before);
    }

    /** Pages leave files in their folder. */
    private static Path copy(Standing standing) {
        Path copy = scratch.resolve(standing.name());
        try (Stream<Path> files = Files.walk(standing.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(standing.folder().relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    /** A copy for each page, because pages choose a namespace. */
    private static Path kubeconfig(Path folder) {
        try {
            return Files.copy(cluster.kubeconfig(), folder.resolve("kubeconfig"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> namespaces() {
        try {
            Process kubectl = new ProcessBuilder(
                            "kubectl",
                            "--kubeconfig",
                            cluster.kubeconfig().toString(),
                            "get",
                            "namespaces",
                            "--output=name")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return Set.copyOf(new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
