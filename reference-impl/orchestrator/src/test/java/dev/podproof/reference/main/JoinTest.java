package dev.podproof.reference.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.reference.security.ClusterSecrets;
import dev.podproof.reference.security.Entrance;
import dev.podproof.reference.testing.Ports;
import dev.podproof.reference.web.EventLoops;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host is told that can't join; how one joins, {@link RehearsalTest} plays. */
class JoinTest {
    private static final Duration VALIDITY = Duration.ofHours(1);

    private final EventLoops loops = EventLoops.start(1);

    @TempDir
    private Path directory;

    @AfterEach
    void end() {
        loops.close();
    }

    @Test
    void a_master_that_can_not_be_reached_is_named_at_once_with_the_reason() throws IOException {
        URI nobody = URI.create("https://127.0.0.1:" + Ports.free());

        assertThatThrownBy(() -> join().with("host-1", ticket("host-1", nobody)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(nobody.toString())
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_ticket_for_another_host_is_refused_with_both_names() throws IOException {
        String ticket = ticket("host-1", URI.create("https://master:6443"));

        assertThatThrownBy(() -> join().with("host-2", ticket)).hasMessageContainingAll("host-1", "host-2");
    }

    @Test
    void a_host_that_has_joined_before_does_not_ask_again() throws IOException {
        Files.writeString(directory.resolve("node.kubeconfig"), "");

        assertThatCode(() -> join().with("host-1", "no ticket any more")).doesNotThrowAnyException();
    }

    private Join join() {
        return new Join(directory, loops);
    }

    private static String ticket(String host, URI server) {
        Map<String, byte[]> master =
                ClusterSecrets.generate(Set.of(), Clock.systemUTC()).masterFiles();
        return Entrance.of(
                        text(master, "ca.crt"),
                        text(master, "ca.key"),
                        text(master, "apiserver.crt"),
                        Clock.systemUTC())
                .ticket(host, 0, server, VALIDITY)
                .text();
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), UTF_8);
    }
}
