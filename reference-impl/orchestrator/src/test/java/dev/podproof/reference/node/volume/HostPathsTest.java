package dev.podproof.reference.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.reference.node.files.Attacks;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HostPathsTest {
    private static final List<String> TYPES = List.of("Directory", "File", "Socket", "CharDevice", "BlockDevice");

    @TempDir
    Path host;

    private Path outside;

    @BeforeEach
    void make() throws IOException {
        outside = Files.createDirectory(host.resolve("outside"));
    }

    @Test
    void what_is_made_is_the_hosts_and_all_may_look_at_it_whatever_the_umask() throws IOException {
        Attacks.withStrictUmask(() -> {
            prepare("a/b", "DirectoryOrCreate");
            prepare("c/d", "");
            prepare("a/file", "FileOrCreate");
        });

        for (String made : List.of("a", "a/b", "c", "c/d")) {
            assertThat(mode(host.resolve(made))).as(made).isEqualTo(0755);
        }
        assertThat(mode(host.resolve("a/file"))).isEqualTo(0644);
        assertThat(Files.getAttribute(host.resolve("a/b"), "unix:uid")).isEqualTo(Files.getAttribute(host, "unix:uid"));
    }

    @Test
    @Timeout(20)
    void each_type_is_what_it_says_and_a_pipe_is_none_and_keeps_nobody_waiting() throws IOException {
        Files.createDirectory(host.resolve("Directory"));
        Files.createFile(host.resolve("File"));
        Attacks.pipe(host.resolve("pipe"));
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(host.resolve("Socket")));
            for (String type : TYPES.subList(0, 3)) {
                isOnly(host.resolve(type), type);
            }
            isOnly(Path.of("/dev/null"), "CharDevice");
            isOnly(host.resolve("pipe"), "");
            isOnly(host.resolve("nothing"), "none");
        }
        Files.createSymbolicLink(host.resolve("link"), host.resolve("Directory"));
        isOnly(host.resolve("link"), "Directory");
    }

    private static void isOnly(Path path, String type) throws IOException {
        for (String asked : TYPES) {
            HostPathVolumeSource source = new HostPathVolumeSource(path.toString(), asked);
            if (asked.equals(type)) {
                assertThat(HostPaths.prepare("host", source)).isEqualTo(path);
            } else {
                assertThatExceptionOfType(VolumeFailure.class)
                        .as("%s as %s", path, asked)
                        .isThrownBy(() -> HostPaths.prepare("host", source))
                        .withMessageContaining("hostPath type check failed: " + path + " is not a");
            }
        }
    }

    @Test
    void a_link_that_leads_nowhere_is_not_made_to_lead_somewhere() throws IOException {
        Files.createSymbolicLink(host.resolve("dangling"), outside.resolve("made"));

        for (String type : List.of("DirectoryOrCreate", "FileOrCreate", "")) {
            assertThatThrownBy(() -> prepare("dangling", type)).isInstanceOf(FileSystemException.class);
        }
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void links_of_the_host_are_followed() throws IOException {
        Files.createSymbolicLink(host.resolve("run"), outside);

        prepare("run/made", "DirectoryOrCreate");

        assertThat(outside.resolve("made")).isDirectory();
    }

    @Test
    void what_does_not_begin_at_the_root_is_refused() {
        assertThatExceptionOfType(VolumeFailure.class)
                .isThrownBy(() -> HostPaths.prepare("host", new HostPathVolumeSource("here", "DirectoryOrCreate")))
                .withMessageContaining("hostPath here does not begin at the host's root");
        assertThat(Path.of("here")).doesNotExist();
    }

    @Test
    void nothing_gets_another_mode_while_a_pod_turns_what_was_just_made_into_a_link() throws IOException {
        Path victim = Files.createDirectory(outside.resolve("private"));
        Files.setAttribute(victim, "unix:mode", 0700);
        Path shared = Files.createDirectory(host.resolve("shared"));
        Path made = shared.resolve("made");
        Path link = shared.resolve("link");
        Attacks.whileSwapping(made, link, 300, () -> {
            Files.deleteIfExists(made);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, victim);
            prepare("shared/made", "DirectoryOrCreate");
        });

        assertThat(mode(victim)).isEqualTo(0700);
        assertThat(victim).isEmptyDirectory();
    }

    private Path prepare(String path, String type) throws IOException {
        return HostPaths.prepare(
                "host", new HostPathVolumeSource(host.resolve(path).toString(), type));
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode") & 07777;
    }
}
