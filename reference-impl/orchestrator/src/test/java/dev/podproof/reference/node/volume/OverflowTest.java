package dev.podproof.reference.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.host.Commands;
import dev.podproof.reference.host.HostCommands;
import dev.podproof.reference.node.files.Attacks;
import dev.podproof.reference.node.files.Tree;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverflowTest {
    private static final Commands HOST = new HostCommands(Duration.ofSeconds(20));
    private static final int KI = 1024;

    @TempDir
    Path directory;

    private Path volume;

    @BeforeEach
    void make() throws IOException {
        volume = Files.createDirectories(directory.resolve("volumes/emptydir/scratch"));
    }

    @Test
    void what_takes_more_of_the_disk_than_it_may_is_named_and_what_only_looks_large_is_not() throws IOException {
        Attacks.huge(volume.resolve("sparse"));
        assertThat(of("256Ki")).isEmpty();

        Files.write(volume.resolve("big"), new byte[300 * KI]);
        assertThat(of("256Ki")).contains("Usage of EmptyDir volume \"scratch\" exceeds the limit \"256Ki\". ");
        assertThat(of("1e99")).isEmpty();
    }

    @Test
    void without_a_limit_nothing_is_measured() {
        assertThat(Overflow.threatens(pod("0"))).isFalse();
        assertThat(of("0")).isEmpty();
        assertThat(Overflow.threatens(pod("1"))).isTrue();
    }

    @Test
    void what_lies_outside_is_not_measured_and_what_lies_deeper_than_any_path_leads_is() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.write(outside.resolve("big"), new byte[300 * KI]);
        Files.createSymbolicLink(volume.resolve("link"), outside);
        assertThat(of("256Ki")).isEmpty();

        Attacks.deep(volume, 2_000);
        assertThat(of("256Ki")).isPresent();
        Tree.remove(directory, Path.of("volumes"), Integer.MAX_VALUE);
    }

    @Test
    void files_that_come_and_go_hide_nothing() throws IOException {
        Files.write(volume.resolve("big"), new byte[300 * KI]);
        Commands racing = (command, input) -> HOST.run(
                "sh",
                "-c",
                "\"$@\"; echo gone >&2; exit 1",
                "sh",
                command.get(0),
                command.get(1),
                command.get(2),
                command.get(3));

        assertThat(new Overflow(racing).of(pod("256Ki"), directory)).isPresent();
    }

    @Test
    void where_nothing_can_be_measured_nothing_is_too_much() {
        Commands broken = (command, input) -> HOST.run("false");

        assertThat(new Overflow(broken).of(pod("1"), directory)).isEmpty();
    }

    private Optional<String> of(String limit) {
        return new Overflow(HOST).of(pod(limit), directory);
    }

    private static Pod pod(String limit) {
        return new PodBuilder()
                .withNewSpec()
                .addNewVolume()
                .withName("scratch")
                .withNewEmptyDir()
                .withNewSizeLimit(limit)
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build();
    }
}
