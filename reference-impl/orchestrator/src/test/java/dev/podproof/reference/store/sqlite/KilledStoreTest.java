package dev.podproof.reference.store.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store's process is killed with SIGKILL while it writes, at moments nobody chose; what it has acknowledged is there.
 *
 * <p>This shows that an answer never comes before the write has left the process. That it has reached the disk by then shows
 * in no process that is killed, only in the sync behind each commit ({@link SqliteStoreTest}).
 */
class KilledStoreTest {

    private static final int ROUNDS = 4;
    private static final int MOST_LINES = 400;

    /** @param value the key's value, {@link #DELETED} if it has none */
    private record State(String value, long revision) {}

    private static final String DELETED = "-";

    @TempDir
    private Path directory;

    @Test
    void everyAcknowledgedWriteOutlivesAKillAtAnyMoment() throws Exception {
        var file = directory.resolve("cluster.db");
        Map<String, State> acknowledged = new HashMap<>();
        // A seed in a failure's message is of little use here: the other process does not repeat itself.
        var random = new Random();
        for (int round = 1; round <= ROUNDS; round++) {
            writeUntilKilled(file, "round-" + round, 1 + random.nextInt(MOST_LINES), acknowledged);
            try (var store = SqliteStore.at(file)) {
                assertHeld(store, acknowledged);
            }
        }
    }

    private static void writeUntilKilled(Path file, String round, int lines, Map<String, State> acknowledged)
            throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RelentlessWriter.class.getName(),
                        file.toString(),
                        round)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = process.inputReader(UTF_8)) {
            int read = 0;
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                var words = line.split(" ", -1);
                var said = new State(words[2], Long.parseLong(words[1]));
                acknowledged.merge(words[0], said, (old, other) -> old.revision() > other.revision() ? old : other);
                if (++read == lines) {
                    // Not the process' own method, which would also throw away what it has said.
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(read).as("acknowledged writes before the kill").isGreaterThanOrEqualTo(lines);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /**
     * Each writer may have had one more write on its way, which nobody was promised and nothing forbids: of its keys, one may
     * have got further. That is then the state from which the next round goes on.
     */
    private static void assertHeld(Store store, Map<String, State> acknowledged) {
        Map<String, String> further = new HashMap<>();
        for (var entry : acknowledged.entrySet()) {
            var key = entry.getKey();
            var said = entry.getValue();
            var found = store.get(key)
                    .map(stored -> new State(new String(stored.value(), UTF_8), stored.revision()))
                    .orElse(new State(DELETED, said.value().equals(DELETED) ? said.revision() : store.revision()));
            if (!found.equals(said)) {
                assertThat(found.revision()).as(key).isGreaterThan(said.revision());
                var writer = key.substring(0, key.lastIndexOf('/'));
                assertThat(further.put(writer, key))
                        .as("a second key that " + writer + " had under way")
                        .isNull();
                entry.setValue(found);
            }
        }
        assertThat(store.revision())
                .isGreaterThanOrEqualTo(acknowledged.values().stream()
                        .mapToLong(State::revision)
                        .max()
                        .orElseThrow());
    }
}
