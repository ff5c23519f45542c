package dev.podproof.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Runs {@link RawPairs} on a host of the reference, on the libraries that are there. */
final class RawStarts {
    private static final String DIRECTORY = "/opt/podproof/bench";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private RawStarts() {}

    /** To be called once for each host before {@link #on}. Copies one class: its libraries are in the host already. */
    static void copyTo(OnHost host) throws IOException, InterruptedException {
        host.exec(LIMIT, "mkdir", "-p", DIRECTORY);
        String name = RawPairs.class.getName().replace('.', '/') + ".class";
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes);
                InputStream source = RawPairs.class.getClassLoader().getResourceAsStream(name)) {
            byte[] content = source.readAllBytes();
            var entry = new TarArchiveEntry(name);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        host.copy(new ByteArrayInputStream(bytes.toByteArray()), DIRECTORY);
    }

    /** How long so many pairs took, so many at a time. */
    static Duration on(OnHost host, int pairs, int atOnce) throws IOException, InterruptedException {
        String micros = host.exec(
                LIMIT,
                "java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                DIRECTORY + ":/opt/podproof/podproof-orchestrator.jar",
                RawPairs.class.getName(),
                String.valueOf(pairs),
                String.valueOf(atOnce));
        return Duration.ofNanos(1_000 * Long.parseLong(micros));
    }
}
