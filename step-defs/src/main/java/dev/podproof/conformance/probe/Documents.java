package dev.podproof.conformance.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Documents of the API in the forms in which people read and write them. */
public final class Documents {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    private Documents() {}

    /**
     * Reads JSON, which is YAML too.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static JsonNode json(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + text, e);
        }
    }

    /**
     * Reads a manifest.
     *
     * @throws IllegalArgumentException when it is not a YAML mapping: a mistake in the suite
     */
    public static ObjectNode yaml(String manifest) {
        try {
            return (ObjectNode) YAML.readTree(manifest);
        } catch (JsonProcessingException | ClassCastException e) {
            throw new IllegalArgumentException("Not a manifest: " + manifest, e);
        }
    }

    public static String yaml(JsonNode document) {
        try {
            return YAML.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A document that was read cannot be written", e);
        }
    }
}
