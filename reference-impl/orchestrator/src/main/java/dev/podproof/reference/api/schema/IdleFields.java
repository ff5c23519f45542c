package dev.podproof.reference.api.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Fields that are kept whole but that nothing in the reference acts on: idle-fields.txt, a TYPE.FIELD a line. */
final class IdleFields {

    private static final String FILE = "idle-fields.txt";

    private final Map<String, Set<String>> byType = new HashMap<>();

    IdleFields() {
        try (var file = IdleFields.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing in this build");
            }
            new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE, e);
        }
    }

    Set<String> of(String type) {
        return byType.getOrDefault(type, Set.of());
    }

    private void add(String line) {
        int dot = line.indexOf('.');
        byType.computeIfAbsent(line.substring(0, dot), unused -> new HashSet<>())
                .add(line.substring(dot + 1));
    }
}
