package dev.podproof.report.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.conformance.subject.Settings;
import dev.podproof.features.Profile;
import dev.podproof.features.Specification;
import dev.podproof.report.verdict.Conformance;
import dev.podproof.report.verdict.Outcome;
import dev.podproof.report.verdict.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server that only says what is wanted passes nothing, and who reads the report learns why. */
class CheatingTargetsTest {
    @TempDir
    private Path directory;

    private Report run(PretendedCluster.Manners manners) throws IOException {
        try (PretendedCluster cluster = new PretendedCluster(manners)) {
            Settings settings = Settings.defaults()
                    .withMaxHosts(2)
                    .withHostGrace(Duration.ofSeconds(5))
                    .withPatience(Duration.ofSeconds(5));
            RunRequest request = new RunRequest(
                    directory.resolve("report"),
                    new KubeconfigTarget(
                            cluster.kubeconfig(directory),
                            Optional.empty(),
                            settings,
                            Optional.empty(),
                            Optional.empty()),
                    Selection.all(List.of(Profile.PORTABLE)),
                    8,
                    Optional.empty(),
                    false,
                    Map.of());
            return new ConformanceRun(request, Specification.load(), Watcher.silent(), Clock.systemUTC()).execute();
        }
    }

    @Test
    void successToEverythingIsNoKubernetesApi() {
        assertThatThrownBy(() -> run(PretendedCluster.always(200, "{}")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("is no Kubernetes API: it gives no list of namespaces");
    }

    @Test
    void notFoundForEverythingIsSaid() {
        assertThatThrownBy(() -> run(
                        PretendedCluster.always(404, "{'kind': 'Status', 'message': 'not here'}".replace('\'', '"'))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("answers 404 not here");
    }

    @Test
    void podsThatOnlyTheApiKnowsPassNothing() throws IOException {
        Report report = run(PretendedCluster.echoes());

        assertThat(report.conformance()).isEqualTo(Conformance.INCONCLUSIVE);
        assertThat(report.applicable()).isNotEmpty().allSatisfy(result -> {
            assertThat(result.outcome()).as(result.id()).isEqualTo(Outcome.CANT_TELL);
            assertThat(result.reason()).contains("could be looked into", "200 instead of opening the connection");
        });
    }

    /** Wherever it goes away there is no pass, and either a report or one sentence. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12, 25, 40, 80, 160})
    void whoGoesAwayPassesNothing(int answered) throws IOException {
        try {
            Report report = run(PretendedCluster.goesAwayAfter(answered, PretendedCluster.echoes()));

            assertThat(Report.count(report.requirements(), Outcome.PASSED)).isZero();
            assertThat(report.conformance()).isEqualTo(Conformance.INCONCLUSIVE);
        } catch (BadInput lost) {
            assertThat(lost)
                    .hasMessageMatching("(?s).*(cannot be found out|was lost|nothing usable answers).*got no answer.*");
        }
    }
}
