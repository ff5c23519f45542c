package dev.podproof.reference.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectedFilesTest {
    private static final Ownership NOBODY = new Ownership(Optional.empty());

    @TempDir
    Path volume;

    @Test
    void files_have_their_content_and_mode_also_in_directories() throws IOException {
        write(Map.of("color", "blue", "deep/er", "green"));

        assertThat(volume.resolve("color")).hasContent("blue");
        assertThat(volume.resolve("deep/er")).hasContent("green");
        assertThat((Integer) Files.getAttribute(volume.resolve("color"), "unix:mode") & 0777)
                .isEqualTo(0640);
    }

    @Test
    void an_update_turns_one_link_and_leaves_nothing_of_the_old_behind() throws IOException {
        write(Map.of("color", "blue", "size", "small"));
        Path before = volume.resolve("..data").toRealPath();

        write(Map.of("color", "green", "shape", "round"));

        assertThat(volume.resolve("color")).hasContent("green");
        assertThat(volume.resolve("shape")).hasContent("round");
        assertThat(volume.resolve("size")).doesNotExist();
        assertThat(before).doesNotExist();
        assertThat(Files.isSymbolicLink(volume.resolve("color"))).isTrue();
        try (Stream<Path> left = Files.list(volume)) {
            assertThat(left).hasSize(4);
        }
    }

    @Test
    void what_has_not_changed_is_not_written() throws IOException {
        write(Map.of("color", "blue"));
        Path before = volume.resolve("..data").toRealPath();

        write(Map.of("color", "blue"));

        assertThat(volume.resolve("..data").toRealPath()).isEqualTo(before);
    }

    @Test
    void a_path_out_of_the_volume_is_refused() {
        assertThatThrownBy(() -> write(Map.of("../escape", "x"))).hasMessageContaining("leads out of the volume");
        assertThat(volume.resolveSibling("escape")).doesNotExist();
    }

    private void write(Map<String, String> texts) throws IOException {
        Map<String, ProjectedFiles.Content> files = new LinkedHashMap<>();
        texts.forEach((path, text) ->
                files.put(path, new ProjectedFiles.Content(text.getBytes(StandardCharsets.UTF_8), 0640)));
        new ProjectedFiles("configmap", files).writeTo(volume, NOBODY);
    }
}
