package dev.podproof.reference.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What containers leave behind goes, and nothing else does. */
@Isolated("measures the whole process")
class TreeTest {
    private static final int ALL = Integer.MAX_VALUE;
    private static final int LEVELS = 10_000;
    private static final int SMALL_STACK = 256 << 10;

    @TempDir
    Path directory;

    private Path outside;
    private Path tree;

    @BeforeEach
    void make() throws IOException {
        outside = Files.createDirectories(directory.resolve("outside/inner"));
        Files.writeString(outside.resolve("file"), "stays");
        tree = Files.createDirectory(directory.resolve("tree"));
    }

    @Test
    void goes_with_files_of_every_kind_and_links_lead_nowhere() throws IOException {
        Files.createDirectories(tree.resolve("a/b"));
        Files.writeString(tree.resolve("a/b/file"), "goes");
        Files.createSymbolicLink(tree.resolve("a/link"), outside);
        Files.createSymbolicLink(tree.resolve("dangling"), Path.of("nowhere"));
        Attacks.pipe(tree.resolve("pipe"));
        Attacks.nameless(tree);

        assertThat(Tree.remove(directory, Path.of("tree"), ALL)).isTrue();

        assertThat(tree).doesNotExist();
        assertThat(outside.resolve("file")).hasContent("stays");
    }

    @Test
    void a_link_in_its_place_goes_and_what_it_leads_to_stays() throws IOException {
        Files.delete(tree);
        Files.createSymbolicLink(tree, outside);

        assertThat(Tree.remove(directory, Path.of("tree"), ALL)).isTrue();

        assertThat(Files.isSymbolicLink(tree)).isFalse();
        assertThat(outside.resolve("file")).hasContent("stays");
    }

    @Test
    void what_is_not_there_is_gone() throws IOException {
        assertThat(Tree.remove(directory, Path.of("nothing"), ALL)).isTrue();
    }

    @Test
    void ten_thousand_levels_take_neither_stack_nor_open_files() throws Exception {
        Attacks.deep(tree, LEVELS);
        var process = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = process.getOpenFileDescriptorCount();
        AtomicReference<Throwable> failed = new AtomicReference<>();
        Thread remover = new Thread(null, () -> remove(failed), "remover", SMALL_STACK);

        remover.start();
        long most = 0;
        while (remover.isAlive()) {
            most = Math.max(most, process.getOpenFileDescriptorCount());
        }

        assertThat(failed.get()).isNull();
        assertThat(tree).doesNotExist();
        assertThat(most - before).isLessThan(200);
    }

    private void remove(AtomicReference<Throwable> failed) {
        try {
            Tree.remove(directory, Path.of("tree"), ALL);
        } catch (IOException | StackOverflowError thrown) {
            failed.set(thrown);
        }
    }

    @Test
    void a_large_one_goes_in_turns() throws IOException {
        Path crowded = Files.createDirectory(tree.resolve("crowded"));
        for (int i = 0; i < 250; i++) {
            Files.createFile(crowded.resolve("file-" + i));
        }

        int turns = 1;
        while (!Tree.remove(directory, Path.of("tree"), 100)) {
            turns++;
        }

        assertThat(turns).isEqualTo(3);
        assertThat(tree).doesNotExist();
    }

    @Test
    void a_directory_that_becomes_a_link_meanwhile_leads_nowhere() throws IOException {
        for (int round = 0; round < 200; round++) {
            Path inner = Files.createDirectories(tree.resolve("inner"));
            Files.writeString(inner.resolve("file"), "goes");
            Path link = Files.createSymbolicLink(directory.resolve("link"), outside);
            Attacks.whileSwapping(inner, link, 1, () -> Tree.remove(directory, Path.of("tree"), ALL));
            assertThat(outside.resolve("file")).hasContent("stays");
            Tree.remove(directory, Path.of("link"), ALL);
            Tree.remove(directory, Path.of("tree"), ALL);
        }
    }
}
