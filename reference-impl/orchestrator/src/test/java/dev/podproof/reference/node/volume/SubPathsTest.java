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

    @TempDir
    Path directory;

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
