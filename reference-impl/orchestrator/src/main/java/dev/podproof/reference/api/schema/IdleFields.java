package dev.podproof.reference.api.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Fields that are kept whole but that nothing in the reference acts on: idle-fields.txt, a line each. With {@code =VALUE}, it is
 * this value alone that makes no difference.
 */
final class IdleFields {

    private static final String FILE = "idle-fields.txt";

    private final Map<String, Map<String, String>> byType = new HashMap<>();

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

    /** The fields of a type, each with the value that it is about, empty for any. */
    Map<String, String> of(String type) {
        return byType.getOrDefault(type, Map.of());
    }

    private void add(String line) {
        int dot = line.indexOf('.');
        var field = line.substring(dot + 1).split("=", 2);
        byType.computeIfAbsent(line.substring(0, dot), unused -> new HashMap<>())
                .put(field[0], field.length == 1 ? "" : field[1]);
    }
}
