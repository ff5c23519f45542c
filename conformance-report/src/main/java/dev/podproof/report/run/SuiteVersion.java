package dev.podproof.report.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The suite's version, as the build knows it. */
public final class SuiteVersion {
    private SuiteVersion() {}

    public static String read() {
        try (InputStream source = Objects.requireNonNull(
                SuiteVersion.class.getResourceAsStream("version.properties"),
                "version.properties is on the class path")) {
            Properties properties = new Properties();
            properties.load(source);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("The suite's version cannot be read", e);
        }
    }
}
