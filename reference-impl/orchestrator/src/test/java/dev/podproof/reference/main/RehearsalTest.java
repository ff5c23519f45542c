package dev.podproof.reference.main;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.podproof.reference.testing.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the host image's ahead-of-time cache is made from: it has to come to its end on any machine, with nothing but loopback. */
class RehearsalTest {
    @Test
    void a_pod_runs_and_all_ends(@TempDir Path directory) throws IOException {
        try (Rehearsal rehearsal = new Rehearsal(directory, Ports.free(), Ports.free(), Clock.systemUTC())) {
            assertThatCode(rehearsal::start).doesNotThrowAnyException();
        }
    }
}
