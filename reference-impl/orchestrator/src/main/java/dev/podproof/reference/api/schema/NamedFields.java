package dev.podproof.reference.api.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Fields about which a file beside this class says something: {@code TYPE.FIELD} a line, or {@code TYPE.FIELD=VALUE} where it is said of one value. */
final class NamedFields {

    private final Map<String, Map<String, String>> byType = new HashMap<>();

    private NamedFields() {}

    static NamedFields read(String name) {
        var fields = new NamedFields();
        try (var file = NamedFields.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing in this build");
            }
            new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(fields::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
        return fields;
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
