package dev.podproof.reference.node.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HandleTest {
    private static final byte[] SECRET = "the host's own".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private Path outside;
    private Path volume;

    @BeforeEach
    void make() throws IOException {
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.write(outside.resolve("file"), SECRET);
        volume = Files.createDirectory(directory.resolve("volume"));
    }

    @Test
    void what_is_made_has_its_mode_whatever_the_umask() throws IOException {
        Attacks.withStrictUmask(() -> {
            try (Handle held = Handle.made(volume.resolve("a/b"), 0751)) {
                held.file("file", 0646).close();
                held.directory("open", 02777).close();
            }
        });

        assertThat(mode(volume.resolve("a"))).isEqualTo(0751);
        assertThat(mode(volume.resolve("a/b"))).isEqualTo(0751);
        assertThat(mode(volume.resolve("a/b/file"))).isEqualTo(0646);
        assertThat(mode(volume.resolve("a/b/open"))).isEqualTo(02777);
    }

    @Test
    void what_is_there_keeps_its_mode() throws IOException {
        Attacks.withStrictUmask(() -> Handle.made(volume.resolve("a"), 0700).close());

        Handle.made(volume.resolve("a"), 0777).close();

        assertThat(mode(volume.resolve("a"))).isEqualTo(0700);
    }

    @Test
    void follows_the_links_that_are_there_to_a_directory_and_none_below_it() throws IOException {
        Files.createSymbolicLink(volume.resolve("link"), outside);

        try (Handle held = Handle.at(volume.resolve("link"))) {
            assertThat(held.has("file")).isTrue();
        }
        try (Handle held = Handle.at(volume);
                Handle link = held.child("link")) {
            assertThat(link.kind()).isEqualTo(Kind.LINK);
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> held.down(List.of(Path.of("link"), Path.of("file"))));
            assertThatExceptionOfType(FileAlreadyExistsException.class)
                    .isThrownBy(() -> held.directory("link", 0755))
                    .withMessage(volume.resolve("link").toString());
            assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> held.file("link", 0644));
        }
    }

    @Test
    void a_name_is_that_of_one_entry() throws IOException {
        try (Handle held = Handle.at(volume)) {
            for (String name : List.of("", ".", "..", "a/b", "/", "/etc", "link/", "a/..")) {
                assertThatExceptionOfType(FileSystemException.class)
                        .as(name)
                        .isThrownBy(() -> held.child(name))
                        .withMessageContaining("is no name of a file");
            }
        }
    }

    @Test
    void says_by_its_path_what_is_missing() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> {
                    try (Handle held = Handle.at(volume)) {
                        held.child("nothing");
                    }
                })
                .withMessage(volume.resolve("nothing").toString());
    }

    @Test
    @Timeout(20)
    void a_pipe_in_the_place_of_a_file_keeps_nobody_waiting() throws IOException {
        Attacks.pipe(volume.resolve("pipe"));

        try (Handle held = Handle.at(volume);
                Handle pipe = held.child("pipe")) {
            assertThat(pipe.kind()).isEqualTo(Kind.PIPE);
            assertThat(pipe.holds(SECRET)).isFalse();
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> pipe.end(10))
                    .withMessageContaining("is no file");
            assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> pipe.write(SECRET));
            assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> pipe.all(10));
            assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> held.file("pipe", 0644));
        }
    }

    @Test
    void no_more_is_read_of_a_huge_file_than_was_asked_for() throws IOException {
        Path huge = volume.resolve("huge");
        Attacks.huge(huge);
        Files.write(huge, SECRET, StandardOpenOption.APPEND);

        try (Handle held = Handle.at(huge)) {
            assertThat(held.holds(SECRET)).isFalse();
            assertThat(held.end(SECRET.length)).isEqualTo(SECRET);
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> held.all(1 << 20))
                    .withMessageContaining("is larger than 1048576 bytes");
        }
    }

    @Test
    void a_file_is_what_it_holds_and_nothing_else() throws IOException {
        try (Handle held = Handle.at(volume);
                Handle file = held.file("file", 0644)) {
            assertThat(file.holds(new byte[0])).isTrue();
            file.write(SECRET);
            assertThat(file.holds(SECRET)).isTrue();
            assertThat(file.all(SECRET.length)).isEqualTo(SECRET);
            file.write(new byte[] {1});
            assertThat(file.holds(new byte[] {2})).isFalse();
            assertThat(file.end(10)).isEqualTo(new byte[] {1});
        }
    }

    @Test
    void who_holds_a_directory_works_there_whatever_comes_in_its_place() throws IOException {
        try (Handle held = Handle.at(volume)) {
            Files.move(volume, directory.resolve("moved"));
            Files.createSymbolicLink(volume, outside);

            held.file("made", 0644).close();
            held.remove("file");
        }

        assertThat(directory.resolve("moved/made")).exists();
        assertThat(outside.resolve("made")).doesNotExist();
        assertThat(outside.resolve("file")).exists();
    }

    @Test
    void directories_are_made_in_the_volume_or_not_at_all_while_one_of_them_becomes_a_link() throws IOException {
        Path inner = Files.createDirectory(volume.resolve("inner"));
        Path link = Files.createSymbolicLink(volume.resolve("link"), outside);
        Attacks.Swapped swapped;
        try (Handle held = Handle.at(volume)) {
            swapped = Attacks.untilBothWhileSwapping(
                    inner,
                    link,
                    2_000,
                    () -> held.directories(List.of(Path.of("inner"), Path.of("made")), 0755)
                            .close());
        }

        assertThat(outside.resolve("made")).doesNotExist();
        assertThat(swapped.worked()).isPositive();
        assertThat(swapped.failed()).isPositive();
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode") & 07777;
    }
}
