package dev.podproof.reference.apiserver.compat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The messages that can be read: names and numbers of their fields, as messages.txt lists them. */
final class Messages {

    private static final String FILE = "messages.txt";

    /**
     * A field.
     *
     * @param type text, number, flag, texts (a map of strings), blobs (a map of bytes), portOrName, skipped, or the name of another message
     * @param zeroMatters whether zero or false says something else than leaving the field out
     */
    record Field(String name, String type, boolean repeated, boolean zeroMatters) {}

    private final Map<String, Map<Integer, Field>> byName = new HashMap<>();

    Messages() {
        var resource = Messages.class.getResourceAsStream(FILE);
        if (resource == null) {
            throw new IllegalStateException(FILE + " is missing in this build");
        }
        try (var lines = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
            Map<Integer, Field> message = Map.of();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var words = line.strip().split(" +", -1);
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (words.length == 1) {
                    message = byName.computeIfAbsent(words[0], unused -> new HashMap<>());
                } else {
                    message.put(Integer.valueOf(words[0]), field(words[1], words[2]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE, e);
        }
    }

    private static Field field(String name, String type) {
        var plain = type.replace("[]", "").replace("?", "");
        return new Field(name, plain, type.endsWith("[]"), type.endsWith("?"));
    }

    /** The fields of a message, null if it cannot be read here. */
    Map<Integer, Field> of(String name) {
        return byName.get(name);
    }
}
