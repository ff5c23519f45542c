package dev.podproof.reference.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.reference.node.files.Attacks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ProjectedFilesTest {
    private static final Ownership NOBODY = new Ownership(Optional.empty());

    @TempDir
    Path directory;

    private Path volume;
    private Path outside;

    @BeforeEach
    void make() throws IOException {
        volume = directory.resolve("volume");
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("color"), "the host's own");
    }

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

    @Test
    void everybody_may_look_through_it_whatever_the_umask() throws IOException {
        Attacks.withStrictUmask(() -> write(Map.of("color", "blue", "deep/er", "green")));

        for (Path path : List.of(volume, volume.resolve("..data"), volume.resolve("..data/deep"))) {
            assertThat(mode(path)).as(path.toString()).isEqualTo(0755);
        }
        assertThat(mode(volume.resolve("color"))).isEqualTo(0640);
    }

    @Test
    void a_group_that_the_volume_is_given_to_may_read_it() throws IOException {
        int mine = (Integer) Files.getAttribute(outside, "unix:gid");

        write(Map.of("deep/er", "green"), new Ownership(Optional.of((long) mine)));

        assertThat(mode(volume.resolve("..data/deep"))).isEqualTo(02755);
        assertThat(mode(volume.resolve("deep/er"))).isEqualTo(0640);
    }

    @Test
    void a_link_to_the_hosts_files_in_place_of_the_data_is_not_followed_and_goes() throws IOException {
        write(Map.of("color", "blue"));
        Files.delete(volume.resolve("..data"));
        Files.createSymbolicLink(volume.resolve("..data"), outside);

        write(Map.of("color", "green"));

        assertThat(outside.resolve("color")).hasContent("the host's own");
        assertThat(volume.resolve("color")).hasContent("green");
        assertThat(Files.readSymbolicLink(volume.resolve("..data")).toString()).startsWith("..");
        noMoreThan(3);
    }

    @Test
    void a_link_by_way_of_the_volume_itself_is_none_of_ours_either() throws IOException {
        write(Map.of("color", "blue"));
        for (String target : List.of("../outside", "..data", "..", ".", "nowhere")) {
            Files.delete(volume.resolve("..data"));
            Files.createSymbolicLink(volume.resolve("..data"), Path.of(target));

            write(Map.of("color", "green"));

            assertThat(outside.resolve("color")).hasContent("the host's own");
            assertThat(volume.resolve("color")).as(target).hasContent("green");
        }
        noMoreThan(3);
    }

    @Test
    void a_directory_where_the_links_belong_goes_and_what_its_links_lead_to_stays() throws IOException {
        write(Map.of("color", "blue"));
        Files.delete(volume.resolve("..data"));
        for (String name : List.of("..data", "..data_tmp", "..left")) {
            Files.createDirectory(volume.resolve(name));
            Files.createSymbolicLink(volume.resolve(name).resolve("link"), outside);
        }

        write(Map.of("color", "green"));

        assertThat(outside.resolve("color")).hasContent("the host's own");
        assertThat(volume.resolve("color")).hasContent("green");
        noMoreThan(3);
    }

    @Test
    void the_next_link_may_be_in_the_way_and_lead_anywhere() throws IOException {
        write(Map.of("color", "blue"));
        Files.createSymbolicLink(volume.resolve("..data_tmp"), outside);

        write(Map.of("color", "green"));

        assertThat(outside.resolve("color")).hasContent("the host's own");
        assertThat(volume.resolve("color")).hasContent("green");
        noMoreThan(3);
    }

    @Test
    void a_directory_within_that_became_a_link_is_not_followed() throws IOException {
        write(Map.of("deep/color", "blue"));
        Path deep = volume.resolve("..data").toRealPath().resolve("deep");
        Files.move(deep, directory.resolve("moved"));
        Files.createSymbolicLink(deep, outside);

        write(Map.of("deep/color", "green"));

        assertThat(outside.resolve("color")).hasContent("the host's own");
        assertThat(volume.resolve("deep/color")).hasContent("green");
        noMoreThan(3);
    }

    @Test
    @Timeout(20)
    void what_is_in_the_place_of_a_file_is_not_read_beyond_its_size() throws IOException {
        List<Attack> attacks = List.of(
                Attacks::huge, Attacks::pipe, place -> Files.createSymbolicLink(place, outside.resolve("color")));
        for (Attack attack : attacks) {
            write(Map.of("color", "blue"));
            Path file = volume.resolve("..data").toRealPath().resolve("color");
            Files.delete(file);
            attack.at(file);

            write(Map.of("color", "blue"));

            assertThat(volume.resolve("color")).hasContent("blue");
            assertThat(Files.isRegularFile(volume.resolve("..data/color"), LinkOption.NOFOLLOW_LINKS))
                    .isTrue();
        }
        assertThat(outside.resolve("color")).hasContent("the host's own");
    }

    @Test
    void a_file_too_many_goes() throws IOException {
        write(Map.of("color", "blue", "deep/er", "green"));
        Files.createFile(volume.resolve("..data/deep/more"));

        write(Map.of("color", "blue", "deep/er", "green"));

        assertThat(volume.resolve("deep/more")).doesNotExist();
    }

    @Test
    void nothing_outside_is_touched_while_a_container_turns_the_link() throws IOException {
        write(Map.of("color", "blue"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), outside);
        AtomicInteger round = new AtomicInteger();
        Attacks.whileSwapping(
                volume.resolve("..data"), link, 100, () -> write(Map.of("color", "blue" + round.incrementAndGet())));

        try (Stream<Path> left = Files.list(outside)) {
            assertThat(left).containsExactly(outside.resolve("color"));
        }
        assertThat(outside.resolve("color")).hasContent("the host's own");
    }

    private interface Attack {
        void at(Path place) throws IOException;
    }

    private void noMoreThan(int entries) throws IOException {
        try (Stream<Path> left = Files.list(volume)) {
            assertThat(left).hasSize(entries);
        }
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode") & 07777;
    }

    private void write(Map<String, String> texts) throws IOException {
        write(texts, NOBODY);
    }

    private void write(Map<String, String> texts, Ownership ownership) throws IOException {
        Map<String, ProjectedFiles.Content> files = new LinkedHashMap<>();
        texts.forEach((path, text) ->
                files.put(path, new ProjectedFiles.Content(text.getBytes(StandardCharsets.UTF_8), 0640)));
        new ProjectedFiles("configmap", files).writeTo(volume, ownership);
    }
}
