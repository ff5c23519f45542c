package dev.podproof.reference.apiserver.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** What the fields mean, in our words: descriptions.properties, by TYPE, TYPE.FIELD, *.FIELD or TYPE.*. */
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

    /** What a field means: in its type, in every type, or as one of the others of its type (TYPE.*). */
    Optional<String> of(String type, String field) {
        return Stream.of(type + "." + field, "*." + field, type + ".*")
                .map(texts::getProperty)
                .filter(Objects::nonNull)
                .findFirst();
    }
}
