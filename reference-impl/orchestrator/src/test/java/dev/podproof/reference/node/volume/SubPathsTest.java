package dev.podproof.reference.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.podproof.reference.host.Commands;
import dev.podproof.reference.node.env.UnresolvedReference;
import dev.podproof.reference.node.files.Attacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubPathsTest {
    private static final Commands NONE = (command, input) -> {
        throw new AssertionError("nothing may be mounted: " + command);
    };

    @TempDir
    Path directory;

    private Path volume;
    private Path outside;
    /** What the last mount showed, by the path that it had then. */
    private Path shown;

    @BeforeEach
    void make() throws IOException {
        volume = Files.createDirectory(directory.resolve("volume"));
        outside = Files.createDirectory(directory.resolve("outside"));
    }

    @Test
    void a_part_that_is_missing_gets_the_mode_of_its_volume_whatever_the_umask() throws IOException {
        for (int mode : new int[] {0777, 02770}) {
            Files.setAttribute(volume, "unix:mode", mode);
            Attacks.withStrictUmask(() -> resolve("deep/er-" + mode));

            assertThat(mode(volume.resolve("deep/er-" + mode))).isEqualTo(mode);
            Files.delete(volume.resolve("deep/er-" + mode));
            assertThat(mode(volume.resolve("deep"))).isEqualTo(mode);
            Files.delete(volume.resolve("deep"));
        }
    }

    @Test
    void a_part_that_is_there_is_shown_as_it_is_also_a_file_and_by_a_link_within() throws IOException {
        Files.createFile(volume.resolve("file"));
        Files.createSymbolicLink(volume.resolve("link"), Path.of("file"));

        assertThat(resolve("file")).isRegularFile();
        assertThat(shown).isEqualTo(volume.resolve("file"));
        assertThat(resolve("link")).isRegularFile();
        assertThat(shown).isEqualTo(volume.resolve("file"));
        assertThat(resolve("new")).isDirectory();
        assertThat(shown).isEqualTo(volume.resolve("new"));
    }

    @Test
    void a_part_that_leads_out_of_the_volume_is_refused_by_name_and_by_link() throws IOException {
        Files.createSymbolicLink(volume.resolve("link"), outside);
        Files.createSymbolicLink(volume.resolve("dangling"), outside.resolve("made"));
        SubPaths parts = new SubPaths(NONE);

        for (String subPath : List.of("../other", outside.toString(), "link", "link/file", "link/made", "dangling")) {
            assertThatExceptionOfType(UnresolvedReference.class)
                    .isThrownBy(() -> parts.resolve(directory, volume, subPath, "main-0"))
                    .withMessage("subPath " + subPath + " leads out of its volume");
        }
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void a_part_whose_name_no_file_can_have_is_refused_in_words() {
        assertThatExceptionOfType(UnresolvedReference.class)
                .isThrownBy(() -> new SubPaths(NONE).resolve(directory, volume, "a\0b", "main-0"))
                .withMessageContaining("Nul character not allowed");
        assertThatExceptionOfType(UnresolvedReference.class)
                .isThrownBy(() -> new SubPaths(NONE).resolve(directory, volume, "a".repeat(300), "main-0"))
                .withMessageContaining("File name too long");
    }

    @Test
    void what_is_made_and_shown_is_in_the_volume_while_a_container_turns_it_into_a_link() throws IOException {
        Path inner = Files.createDirectory(volume.resolve("inner"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), outside);
        Set<Object> mounted = new HashSet<>();
        SubPaths parts = new SubPaths((command, input) -> {
            mounted.add(key(Path.of(command.get(3))));
            return "";
        });
        Attacks.Swapped swapped = Attacks.untilBothWhileSwapping(
                inner, link, 500, () -> parts.resolve(directory, volume, "inner/made", "main-0"));

        Path moved = Files.isSymbolicLink(inner) ? link : inner;
        assertThat(outside).isEmptyDirectory();
        assertThat(mounted).containsExactly(key(moved.resolve("made")));
        assertThat(swapped.worked()).isPositive();
        assertThat(swapped.failed()).isPositive();
    }

    private static Object key(Path path) {
        try {
            return Files.getAttribute(path, "unix:fileKey");
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private Path resolve(String subPath) {
        return new SubPaths(this::mount).resolve(directory, volume, subPath, "main-0");
    }

    private String mount(List<String> command, String input) {
        assertThat(command).startsWith("mount", "--no-canonicalize", "--bind").hasSize(5);
        assertThat(command.get(3)).matches("/proc/\\d+/fd/\\d+");
        try {
            shown = Path.of(command.get(3)).toRealPath();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        return "";
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode") & 07777;
    }
}
