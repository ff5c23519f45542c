package dev.podproof.reference.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.podproof.reference.host.Commands;
import dev.podproof.reference.node.env.UnresolvedReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubPathsTest {
    private static final Commands NONE = (command, input) -> {
        throw new AssertionError("nothing may be mounted: " + command);
    };

    /** A host whose pods are on one disk, with a memory volume and the volume's part "logs" shown at /pods/p/part. */
    private static final List<String> HOST = List.of(
            "20 1 8:1 / / rw - ext4 /dev/sda1 rw",
            "30 20 8:2 /engine /pods rw - ext4 /dev/sda2 rw",
            "31 30 0:50 / /pods/p/volumes/memory rw - tmpfs tmpfs rw",
            "32 30 8:2 /engine/p/volumes/data/logs /pods/p/part rw - ext4 /dev/sda2 rw",
            "33 30 8:1 /etc /pods/p/stolen rw - ext4 /dev/sda1 rw",
            "34 30 0:50 /inner /pods/p/in\\040memory rw - tmpfs tmpfs rw");

    @TempDir
    Path directory;

    @Test
    void the_kernel_says_what_is_part_of_a_volume() {
        Mounts mounts = Mounts.parse(HOST);

        assertThat(mounts.isPartOf(Path.of("/pods/p/part"), Path.of("/pods/p/volumes/data")))
                .isTrue();
        assertThat(mounts.isPartOf(Path.of("/pods/p/part"), Path.of("/pods/p/volumes/dat")))
                .isFalse();
        assertThat(mounts.isPartOf(Path.of("/pods/p/stolen"), Path.of("/pods/p/volumes/data")))
                .isFalse();
        assertThat(mounts.isPartOf(Path.of("/pods/p/in memory"), Path.of("/pods/p/volumes/memory")))
                .isTrue();
    }

    @Test
    void innermost_mounts_come_first() {
        assertThat(Mounts.parse(HOST).below(Path.of("/pods/p")).get(0)).isEqualTo(Path.of("/pods/p/volumes/memory"));
    }

    @Test
    void a_part_that_leads_out_of_the_volume_is_refused_by_name_and_by_link() throws IOException {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        Files.createSymbolicLink(volume.resolve("link"), Path.of("/etc"));
        SubPaths parts = new SubPaths(NONE);

        for (String subPath : List.of("../other", "link", "link/hosts", "link/made")) {
            assertThatExceptionOfType(UnresolvedReference.class)
                    .isThrownBy(() -> parts.resolve(directory, volume, subPath, "main-0"))
                    .withMessage("subPath " + subPath + " leads out of its volume");
        }
        assertThat(Path.of("/etc/made")).doesNotExist();
    }
}
