package dev.podproof.report.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.conformance.subject.ClusterUnderTest;
import dev.podproof.features.Profile;
import dev.podproof.features.Requirement;
import dev.podproof.features.Specification;
import dev.podproof.report.verdict.Columns;
import dev.podproof.report.verdict.ExitCode;
import dev.podproof.report.verdict.RequirementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnsRunTest {
    private static final Specification SPECIFICATION = Specification.load();

    @TempDir
    Path parent;

    private Path folder;
    private final List<String> opened = new ArrayList<>();
    private final Map<String, RunRequest> requests = new LinkedHashMap<>();
    private Optional<Duration> timeout = Optional.empty();

    @BeforeEach
    void nameTheFolder() {
        folder = parent.resolve("out");
    }

    /** A target that this machine can't open, or that does not come up. */
    private final class Absent implements Target {
        private final String name;
        private final Optional<String> lack;

        private Absent(String name, Optional<String> lack) {
            this.name = name;
            this.lack = lack;
        }

        @Override
        public String kind() {
            return "reference";
        }

        @Override
        public String implementation(Optional<ClusterUnderTest> cluster) {
            return "a cluster that is not there";
        }

        @Override
        public Map<String, String> environment() {
            return Map.of();
        }

        @Override
        public Optional<String> whyNot(Phases phases) {
            return lack;
        }

        @Override
        public ClusterUnderTest open(Phases phases, List<Requirement> selected) {
            opened.add(name);
            throw new BadInput("host-2 did not get ready");
        }

        @Override
        public void close(Phases phases) {}

        @Override
        public List<String> kept() {
            return List.of();
        }
    }

    private void lacking(String name, String why) {
        add(name, new Absent(name, Optional.of(why)));
    }

    private void breaking(String name) {
        add(name, new Absent(name, Optional.empty()));
    }

    private void add(String name, Target target) {
        requests.put(
                name,
                new RunRequest(
                        folder.resolve(name),
                        target,
                        new Selection(List.of(Profile.PORTABLE), Optional.of(List.of("NET-02", "NET-03"))),
                        1,
                        timeout,
                        false,
                        Map.of()));
    }

    private ColumnsRun run() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-02T10:00:00Z"), ZoneOffset.UTC);
        return new ColumnsRun("network", folder, requests, SPECIFICATION, Watcher.silent(), clock);
    }

    @Test
    void whatThisMachineCannotRunIsNotStartedAndSaysWhy() {
        lacking("ovs", "it has no device /dev/net/tun");
        breaking("vxlan");
        Columns columns = run().execute();

        assertThat(opened).containsExactly("vxlan");
        assertThat(columns.columns())
                .extracting(column -> column.whyNotRun().orElse(""))
                .containsExactly("it has no device /dev/net/tun", "host-2 did not get ready");
        assertThat(ExitCode.of(columns, Set.of()).code()).isEqualTo(3);
    }

    @Test
    void theReportIsMadeAgainFromTheColumnsRecords() {
        lacking("ovs", "it has no device /dev/net/tun");
        breaking("vxlan");
        Columns columns = run().execute();

        assertThat(Rebuild.isOfColumns(folder)).isTrue();
        Columns again = Rebuild.columns(folder, SPECIFICATION);
        assertThat(again.columns()).extracting(Columns.Column::name).containsExactlyInAnyOrder("ovs", "vxlan");
        assertThat(again.groups().get(0).rows())
                .flatExtracting(Columns.Row::results)
                .extracting(RequirementResult::reason)
                .containsOnly("it has no device /dev/net/tun", "host-2 did not get ready");
        assertThat(columns.columns()).hasSize(2);
    }

    @Test
    void whereNothingCanBeRunAnEarlierReportStaysAsItWas() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("index.html"), "earlier");
        lacking("ovs", "it has no device /dev/net/tun");
        lacking("vxlan", "its kernel has no VXLAN");

        assertThatThrownBy(run()::execute)
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("/dev/net/tun")
                .hasMessageContaining("VXLAN");
        assertThat(folder.resolve("index.html")).hasContent("earlier");
    }

    @Test
    void whatStandsBehindAnInterruptionOrTheLimitIsNotStarted() {
        timeout = Optional.of(Duration.ofSeconds(-1));
        breaking("vxlan");
        assertThat(run().execute().columns().get(0).whyNotRun()).contains("the time ran out before it");

        timeout = Optional.empty();
        breaking("vxlan");
        ColumnsRun interrupted = run();
        interrupted.interrupt(Thread.currentThread());
        assertThat(interrupted.execute().columns().get(0).whyNotRun()).contains("the run was interrupted before it");
        assertThat(opened).isEmpty();
    }

    @Test
    void columnsOfAnEarlierRunAreReplaced() {
        breaking("vxlan");
        breaking("ovs");
        run().execute();
        requests.remove("ovs");
        run().execute();

        assertThat(folder.resolve("vxlan")).isDirectory();
        assertThat(folder.resolve("ovs")).doesNotExist();
    }
}
