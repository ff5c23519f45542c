package dev.podproof.reference.main;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the host image's ahead-of-time cache is made from: it has to come to its end on any machine, with nothing but loopback. */
class RehearsalTest {
    @Test
    void a_pod_runs_and_all_ends(@TempDir Path directory) throws IOException {
        try (Rehearsal rehearsal = new Rehearsal(directory, freePort(), freePort(), Clock.systemUTC())) {
            assertThatCode(rehearsal::start).doesNotThrowAnyException();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
