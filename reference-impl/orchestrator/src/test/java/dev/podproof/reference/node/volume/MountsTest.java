package dev.podproof.reference.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountsTest {
    /** A host with a volume in memory, and a part of a volume, shown at a place with a space in its name. */
    private static final String HOST = """
            20 1 8:1 / / rw - ext4 /dev/sda1 rw
            30 20 8:2 /engine /pods rw - ext4 /dev/sda2 rw
            31 30 0:50 / /pods/p/volumes/memory rw - tmpfs tmpfs rw
            32 31 0:51 / /pods/p/volumes/memory/deep/er rw - tmpfs tmpfs rw
            34 30 0:50 /inner /pods/q/in\\040memory rw - tmpfs tmpfs rw
            """;

    @Test
    void innermost_mounts_come_first_and_a_directory_is_not_below_itself() {
        Mounts mounts = Mounts.parse(HOST.getBytes(StandardCharsets.UTF_8));

        assertThat(mounts.below(Path.of("/pods/p")))
                .containsExactly(Path.of("/pods/p/volumes/memory/deep/er"), Path.of("/pods/p/volumes/memory"));
        assertThat(mounts.below(Path.of("/pods"))).hasSize(3);
        assertThat(mounts.has(Path.of("/pods/q/in memory"))).isTrue();
        assertThat(mounts.has(Path.of("/pods/q"))).isFalse();
    }

    @Test
    void a_name_that_a_container_gave_the_part_of_a_volume_need_not_be_text() {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        list.writeBytes("35 30 8:2 /engine/p/volumes/data/".getBytes(StandardCharsets.UTF_8));
        list.write(0xff);
        list.writeBytes(" /pods/p/part rw - ext4 /dev/sda2 rw\n".getBytes(StandardCharsets.UTF_8));

        assertThat(Mounts.parse(list.toByteArray()).has(Path.of("/pods/p/part")))
                .isTrue();
    }
}
