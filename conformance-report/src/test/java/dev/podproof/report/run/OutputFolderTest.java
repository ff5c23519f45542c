package dev.podproof.report.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    private static final List<String> OURS = List.of("messages.ndjson", "report.yaml", "evidence");

    @TempDir
    Path parent;

    private OutputFolder take(Path path) {
        return OutputFolder.take(path, OURS);
    }

    @Test
    void aRunThatWritesNothingLeavesNoFolderBehind() {
        take(parent.resolve("out")).close();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void anEarlierReportIsReplacedOnlyWhenRecordingBegins() throws IOException {
        Path earlier =
                Files.createDirectories(parent.resolve("out/evidence/NET-01")).resolve("objects.yaml");
        Files.writeString(earlier, "kept?");

        take(parent.resolve("out")).close();
        assertThat(earlier).exists();

        try (OutputFolder folder = take(parent.resolve("out"))) {
            folder.clear();
            assertThat(parent.resolve("out/evidence")).doesNotExist();
        }
    }

    @Test
    void aFolderThatHoldsSomethingElseIsRefusedAndUntouched() throws IOException {
        Path precious = Files.writeString(parent.resolve("thesis.tex"), "years of work");

        assertThatThrownBy(() -> take(parent))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("thesis.tex")
                .hasMessageContaining("--out");
        assertThat(precious).hasContent("years of work");
        assertThat(parent.resolve(".podproof.lock")).doesNotExist();
    }

    @Test
    void aFolderThatAnotherRunUsesIsRefused() {
        try (OutputFolder first = take(parent.resolve("out"))) {
            assertThatThrownBy(() -> take(first.path()))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("used by another run");
        }
    }

    @Test
    void aLockThatAKilledRunLeftBehindIsNoObstacle() throws IOException {
        Path out = Files.createDirectory(parent.resolve("out"));
        Files.createFile(out.resolve(".podproof.lock"));

        take(out).close();

        assertThat(out).exists().isEmptyDirectory();
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.createFile(parent.resolve("out"));

        assertThatThrownBy(() -> take(file)).isInstanceOf(BadInput.class).hasMessageContaining("is a file");
    }

    @Test
    void theFoldersOfNetworksThatWereRunEarlierAreReplacedToo() throws IOException {
        Path record = Files.createDirectories(parent.resolve("out/vxlan")).resolve("messages.ndjson");
        Files.writeString(record, "{}");

        try (OutputFolder folder = take(parent.resolve("out"))) {
            folder.clear();
            assertThat(parent.resolve("out/vxlan")).doesNotExist();
        }
    }

    @Test
    void somebodysFolderThatIsNamedAsANetworkIsRefusedAndUntouched() throws IOException {
        Path precious = Files.createDirectories(parent.resolve("docker")).resolve("Dockerfile");
        Files.writeString(precious, "FROM scratch");

        assertThatThrownBy(() -> take(parent)).isInstanceOf(BadInput.class).hasMessageContaining("docker");
        assertThat(precious).exists();
    }
}
