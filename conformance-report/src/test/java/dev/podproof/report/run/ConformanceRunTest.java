package dev.podproof.report.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.subject.ClusterUnderTest;
import dev.podproof.features.Profile;
import dev.podproof.features.Requirement;
import dev.podproof.features.Specification;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceRunTest {
    @TempDir
    Path parent;

    private boolean closed;

    /** A cluster that does not let its user do what every run begins with. */
    private final class Refusing implements Target {
        @Override
        public String kind() {
            return "kubeconfig";
        }

        @Override
        public String implementation(Optional<ClusterUnderTest> opened) {
            return "a cluster that refuses";
        }

        @Override
        public Map<String, String> environment() {
            return Map.of();
        }

        @Override
        public ClusterUnderTest open(Phases phases, List<Requirement> selected) {
            throw new NotMet("POST /api/v1/namespaces: expected yes, observed 403 you may not");
        }

        @Override
        public void close(Phases phases) {
            closed = true;
        }

        @Override
        public List<String> kept() {
            return List.of();
        }
    }

    @Test
    void aClusterThatRefusesWhatEveryRunNeedsIsBadInputAndIsClosed() {
        RunRequest request = new RunRequest(
                parent.resolve("out"),
                new Refusing(),
                new Selection(List.of(Profile.PORTABLE), Optional.of(List.of("NET-02"))),
                1,
                Optional.empty(),
                false,
                Map.of());
        ConformanceRun run = new ConformanceRun(
                request,
                Specification.load(),
                Watcher.silent(),
                Clock.fixed(Instant.parse("2026-11-30T10:00:00Z"), ZoneOffset.UTC));

        assertThatThrownBy(run::execute)
                .isInstanceOf(BadInput.class)
                .hasMessage("The cluster refuses what every run needs: POST /api/v1/namespaces: expected yes,"
                        + " observed 403 you may not");
        assertThat(closed).isTrue();
    }
}
