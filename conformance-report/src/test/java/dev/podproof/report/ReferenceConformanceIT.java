package dev.podproof.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.conformance.probe.Rights;
import dev.podproof.conformance.subject.Settings;
import dev.podproof.features.Profile;
import dev.podproof.features.Specification;
import dev.podproof.hosts.StoreKind;
import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.network.NetworkKind;
import dev.podproof.report.render.TerminalSummary;
import dev.podproof.report.run.ConformanceRun;
import dev.podproof.report.run.FaultChoice;
import dev.podproof.report.run.ReferenceTarget;
import dev.podproof.report.run.RunRequest;
import dev.podproof.report.run.Selection;
import dev.podproof.report.run.Watcher;
import dev.podproof.report.verdict.Example;
import dev.podproof.report.verdict.Gate;
import dev.podproof.report.verdict.LiveVerdict;
import dev.podproof.report.verdict.Outcome;
import dev.podproof.report.verdict.Report;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The gate: the reference satisfies every requirement that has a scenario so far. Its report is left in target/podproof-report. */
class ReferenceConformanceIT {
    private static final int HOSTS = 3;
    private static final int PARALLEL = 4;
    private static final Path REPORT = Path.of("target", "podproof-report");

    /** The behaviours that this project exists for; more may follow, none of these may get lost. */
    private static final List<String> AT_LEAST = List.of(
            "NET-01", "NET-02", "NET-03", "NET-04", "NET-06", "NET-08", "NET-09", "POD-01", "POD-03", "POD-04",
            "POD-05", "VOL-02", "VOL-09", "SVC-01", "ENV-01", "DNS-01");

    @Test
    void theReferencePassesWhateverHasAScenario() {
        String name = "gate-" + ProcessHandle.current().pid();
        RunRequest request = new RunRequest(
                REPORT,
                new ReferenceTarget(
                        new ReferenceTarget.Wanted(
                                name,
                                HOSTS,
                                NetworkKind.HOST_GW,
                                ClusterRanges.defaults(),
                                StoreKind.SQLITE,
                                FaultChoice.NONE,
                                false),
                        Settings.defaults().withMaxHosts(HOSTS)),
                Selection.all(List.of(Profile.values())),
                PARALLEL,
                Optional.empty(),
                false,
                Map.of());

        Report report = new ConformanceRun(request, Specification.load(), new Lines(), Clock.systemUTC()).execute();

        print(report);
        assertThat(Gate.problems(report)).isEmpty();
        assertThat(AT_LEAST)
                .allSatisfy(
                        id -> assertThat(report.byId().get(id).outcome()).as(id).isEqualTo(Outcome.PASSED));
        assertThat(Rights.used())
                .as("what docs/rights.md says that the suite does")
                .isSubsetOf(Role.onThePage())
                .containsAll(Role.inEveryRun());
    }

    private static void print(Report report) {
        System.out.println(TerminalSummary.counts(report));
        TerminalSummary.problems(report).forEach(System.out::println);
        TerminalSummary.verdicts(report).forEach(System.out::println);
    }

    /** What the build's log shows while it waits. */
    private static final class Lines implements Watcher {
        @Override
        public void began(String phase) {}

        @Override
        public void said(String line) {
            System.out.println("  " + line);
        }

        @Override
        public void ended(String phase, Duration took) {
            System.out.println(phase + " " + took.toMillis() / 1000.0 + " s");
        }

        @Override
        public void planned(int examples) {
            System.out.println(examples + " examples to run");
        }

        @Override
        public void finished(LiveVerdict.Finished finished) {
            Example example = finished.example();
            System.out.printf(
                    "%s %s %s (%.1f s) %s%n",
                    example.outcome().word(),
                    finished.requirements(),
                    example.name(),
                    example.seconds(),
                    example.reason());
        }
    }
}
