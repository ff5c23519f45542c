package dev.podproof.tutorials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.report.workshop.PageReader;
import dev.podproof.report.workshop.Shell;
import dev.podproof.report.workshop.Workshop;
import dev.podproof.report.workshop.WorkshopPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Executes every workshop against hosts that were just started: what a page says is what happens. */
class WorkshopsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int HOSTS = 2;

    @TempDir
    static Path scratch;

    private static ReferenceCluster cluster;

    @BeforeAll
    static void start() {
        for (String program : List.of("kubectl", "docker", "bash")) {
            assertThat(onPath(program))
                    .as("%s is on the PATH: workshops are done with it, so install it to test them", program)
                    .isTrue();
        }
        cluster = ReferenceCluster.builder()
                .name("workshops-" + ProcessHandle.current().pid())
                .hosts(HOSTS)
                .build();
        cluster.start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.stop();
        }
    }

    @TestFactory
    Stream<DynamicContainer> workshops() throws IOException {
        List<Path> pages = pages();
        assertThat(pages).as("workshops beside this module's pom.xml").isNotEmpty();
        return pages.stream().map(WorkshopsIT::workshop);
    }

    private static DynamicContainer workshop(Path file) {
        String name = file.getParent().getFileName() + "/" + file.getFileName();
        WorkshopPage page = PageReader.read(name, text(file));
        Shell shell =
                Shell.open(folder(file), Map.of("KUBECONFIG", kubeconfig(file).toString()));
        Workshop workshop = new Workshop(name, shell, PATIENCE);
        AtomicBoolean broken = new AtomicBoolean();
        Stream<DynamicTest> exercises = page.exercises().stream()
                .map(exercise -> DynamicTest.dynamicTest(exercise.name(), file.toUri(), () -> {
                    Assumptions.assumeTrue(
                            !broken.get() || exercise.cleansUp(), "an earlier block of this page failed");
                    boolean before = broken.getAndSet(true);
                    workshop.exercise(exercise);
                    broken.set(before);
                }));
        return DynamicContainer.dynamicContainer(page.title(), exercises.onClose(shell::close));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("."))) {
            return folders.map(folder -> folder.resolve("README.md"))
                    .filter(file -> file.getParent().getFileName().toString().matches("\\d\\d-.*"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static Path folder(Path page) {
        return unchecked(() -> Files.createDirectories(
                scratch.resolve(page.getParent().getFileName().toString())));
    }

    /** A copy for each page, because pages choose a namespace. */
    private static Path kubeconfig(Path page) {
        return unchecked(() -> Files.copy(cluster.kubeconfig(), folder(page).resolve("kubeconfig")));
    }

    private static String text(Path page) {
        return unchecked(() -> Files.readString(page));
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T unchecked(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
