package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.node.files.Attacks;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.FakeStreams;
import dev.podproof.reference.node.runtime.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A container may do to its file what it likes. */
@Timeout(20)
class LastWordsTest {
    @TempDir
    Path data;

    private LastWords words;
    private Path file;

    @BeforeEach
    void prepare() {
        words = new LastWords(
                new NodeOptions("host-1", "192.0.2.1", data, "pause", "10.96.0.10", 10250, Duration.ofSeconds(3)),
                new FakeStreams());
        file = words.prepare("uid", "main", 0);
    }

    @Test
    void all_may_write_to_it_whatever_the_umask() throws IOException {
        Attacks.withStrictUmask(() -> file = words.prepare("uid", "main", 1));

        assertThat((Integer) Files.getAttribute(file, "unix:mode") & 0777).isEqualTo(0666);
    }

    @Test
    void no_more_than_the_end_of_it_is_heard() throws IOException {
        Files.writeString(file, "x".repeat(5_000) + "the end");
        assertThat(said()).hasSize(4_096).endsWith("the end");

        Attacks.huge(file);
        Files.writeString(file, "the end", StandardOpenOption.APPEND);
        assertThat(said()).isEqualTo("the end");
    }

    @Test
    void what_is_in_its_place_says_nothing() throws IOException {
        Path outside = Files.writeString(data.resolve("outside"), "the host's own");
        Files.delete(file);
        assertThat(said()).isEmpty();

        Files.createSymbolicLink(file, outside);
        assertThat(said()).isEmpty();

        Files.delete(file);
        Attacks.pipe(file);
        assertThat(said()).isEmpty();

        Files.delete(file);
        Files.createDirectory(file);
        assertThat(said()).isEmpty();

        words.prepare("uid", "main", 0);
        assertThat(file).isRegularFile().isEmptyFile();
        assertThat(outside).hasContent("the host's own");
    }

    private String said() {
        Map<String, String> labels = Map.of(Labels.POD_UID, "uid", Labels.CONTAINER, "main", Labels.RESTART_COUNT, "0");
        Container ended = new Container(
                "id",
                "main",
                "image",
                "image",
                labels,
                Container.State.EXITED,
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                Optional.of(Instant.EPOCH),
                1,
                false,
                "",
                "",
                "SIGTERM");
        return words.of(ended, false);
    }
}
