package dev.podproof.reference.apiserver.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** What the fields mean, in our words: descriptions.properties, by type or by TYPE.FIELD. */
final class Descriptions {

    private static final String FILE = "descriptions.properties";

    private final Properties texts = new Properties();

    Descriptions() {
        var resource = Descriptions.class.getResourceAsStream(FILE);
        if (resource == null) {
            throw new IllegalStateException(FILE + " is missing in this build");
        }
        try (var reader = new InputStreamReader(resource, UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE, e);
        }
    }

    Optional<String> of(String type) {
        return Optional.ofNullable(texts.getProperty(type));
    }

    /** What a field means in its type; fields of every kind have one text for all. */
    Optional<String> of(String type, String field) {
        return Optional.ofNullable(texts.getProperty(type + "." + field, texts.getProperty("*." + field)));
    }
}
