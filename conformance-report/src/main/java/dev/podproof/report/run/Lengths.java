package dev.podproof.report.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.stream.Stream;

/** How long the longest example of each requirement took when somebody last measured: only the order of starts depends on it. */
record Lengths(Properties seconds) {
    /** For a requirement that nobody has measured: among the longer ones, which is the safe side. */
    private static final String UNKNOWN = "20";

    static Lengths read() {
        Properties seconds = new Properties();
        try (InputStream file = Lengths.class.getResourceAsStream("lengths.properties")) {
            seconds.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The lengths of scenarios cannot be read from the class path", e);
        }
        return new Lengths(seconds);
    }

    /** Of a scenario with these IDs. */
    double of(Stream<String> ids) {
        return ids.mapToDouble(id -> Double.parseDouble(seconds.getProperty(id, UNKNOWN)))
                .max()
                .orElse(0);
    }
}
