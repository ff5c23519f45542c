package dev.podproof.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.conformance.subject.Settings;
import dev.podproof.features.Fault;
import dev.podproof.features.Faults;
import dev.podproof.features.Specification;
import dev.podproof.report.render.KillMatrixFiles;
import dev.podproof.report.run.MatrixRun;
import dev.podproof.report.run.Watcher;
import dev.podproof.report.verdict.KillMatrix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The suite notices what is wrong: ten deliberate violations, others for each commit, each against the requirements that it violates,
 * and the same requirements on the healthy cluster. The whole catalogue is {@code podproof faults matrix}, by hand.
 */
class FaultSampleIT {
    private static final int SAMPLE = 10;
    private static final double SLOW_SECONDS = 30;
    private static final int HOSTS = 2;

    /** Some faults are noticed by what never comes: a sample has no time for the patience that strange clusters get. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int PARALLEL = 4;

    /** It shows only when two pods are placed in one moment, which most runs see and some do not (docs/faults.md). */
    private static final String BY_CHANCE = "host-ports-count-once-a-pod-is-bound";

    @Test
    void tenFaultsAreNoticedWhereTheyShouldBe() throws Exception {
        String commit = commit();
        List<Fault> sample = sample(new Random(commit.hashCode()));
        System.out.println("the sample of commit " + commit + ": "
                + sample.stream().map(Fault::id).toList());
        MatrixRun run = new MatrixRun(
                new MatrixRun.Request(
                        Path.of("target", "kill-matrix-" + commit),
                        "sample-" + ProcessHandle.current().pid(),
                        HOSTS,
                        PARALLEL,
                        sample,
                        false,
                        false,
                        Settings.defaults().withMaxHosts(HOSTS).withPatience(PATIENCE)),
                Specification.load(),
                Faults.load(),
                Watcher.silent(),
                Clock.systemUTC());

        KillMatrix matrix = run.execute();

        matrix.rows()
                .forEach(row -> System.out.printf(
                        "%s %s in %.1f s %s%n", row.fate(), row.fault(), row.seconds(), row.reason()));
        assertThat(matrix.control().orElseThrow().unexpected())
                .as("what does not pass on the healthy cluster")
                .isEmpty();
        assertThat(matrix.rows()).hasSize(SAMPLE).allSatisfy(row -> {
            assertThat(row.reason()).as(row.fault()).isEmpty();
            assertThat(row.missed()).as("what does not notice " + row.fault()).isEmpty();
        });
    }

    /** Of those that were killed in the published matrix; the slow ones and those that need a cluster of their own would take too long. */
    private static List<Fault> sample(Random random) {
        Faults catalogue = Faults.load();
        List<Fault> faults = new ArrayList<>(KillMatrixFiles.published().stream()
                .flatMap(matrix -> matrix.rows().stream())
                .filter(row -> row.fate() == KillMatrix.Fate.KILLED && row.seconds() < SLOW_SECONDS)
                .flatMap(row -> catalogue.find(row.fault()).stream())
                .filter(fault -> fault.takesEffect() != Fault.TakesEffect.FROM_THE_START)
                .filter(fault -> !fault.id().equals(BY_CHANCE))
                .toList());
        Collections.shuffle(faults, random);
        return faults.subList(0, SAMPLE);
    }

    /** The commit that is built; of a tree without a history the specification's digest. */
    private static String commit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "rev-parse", "--short=12", "HEAD")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String commit =
                new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).strip();
        boolean known = git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0;
        return known ? commit : Specification.load().digest().substring("sha256:".length(), "sha256:".length() + 12);
    }
}
