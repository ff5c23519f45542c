package dev.podproof.hosts.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@link Environment} asks about the machine it runs on; tests answer for machines they do not have. */
interface MachineReader {
    Optional<String> variable(String name);

    String property(String name);

    boolean exists(Path path);

    /** A small file's text; empty where there is none. */
    Optional<String> text(Path path);

    /** Whether the search path holds an executable of this name. */
    default boolean program(String name) {
        return variable("PATH").stream()
                .flatMap(path -> Stream.of(path.split(":")))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> exists(Path.of(directory, name)));
    }

    /** The machine itself. */
    static MachineReader machine() {
        return new MachineReader() {
            @Override
            public Optional<String> variable(String name) {
                return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
            }

            @Override
            public String property(String name) {
                return System.getProperty(name, "");
            }

            @Override
            public boolean exists(Path path) {
                return Files.exists(path);
            }

            @Override
            public Optional<String> text(Path path) {
                try {
                    return Files.isRegularFile(path) ? Optional.of(Files.readString(path)) : Optional.empty();
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot read " + path, e);
                }
            }
        };
    }
}
