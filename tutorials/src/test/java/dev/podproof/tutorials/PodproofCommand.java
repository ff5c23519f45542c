package dev.podproof.tutorials;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What a page calls {@code podproof}: the launcher without its building, as a build is at work already. */
final class PodproofCommand {
    private static final Path BUILT = Path.of("..", "conformance-report", "target");

    private PodproofCommand() {}

    /** Writes it into a folder, which then belongs on the PATH. */
    static void writeTo(Path folder) {
        Path target = BUILT.toAbsolutePath().normalize();
        String script = """
                #!/usr/bin/env bash
                exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$(echo '%s'/podproof-conformance-report-*.jar):%s/lib/*" \\
                  dev.podproof.report.cli.Main "$@"
                """.formatted(Path.of(System.getProperty("java.home"), "bin", "java"), target, target);
        try {
            Path file = Files.writeString(folder.resolve("podproof"), script);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
