package dev.podproof.reference.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Documents: JSON trees, read and written in one way everywhere. */
public final class Json {

    /** Deeper than any object of the model; a document that is deeper is refused before it can exhaust the stack. */
    private static final int MAX_DEPTH = 200;

    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build();

    private static final ObjectMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(LIMITS).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectMapper YAML = YAMLMapper.builder(
                    YAMLFactory.builder().streamReadConstraints(LIMITS).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final List<String> FIRST = List.of("kind", "apiVersion", "metadata");

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /**
     * Reads any JSON value.
     *
     * @throws ApiException BAD_REQUEST saying what is wrong and where
     */
    public static JsonNode parse(byte[] text) {
        return parse(MAPPER, text, "JSON");
    }

    /**
     * Reads a YAML document that is an object, without anchors and aliases.
     *
     * @throws ApiException BAD_REQUEST saying what is wrong and where
     */
    public static ObjectNode parseYaml(byte[] text) {
        requireUtf8(text);
        refuseAliases(text);
        return asObject(parse(YAML, text, "YAML"));
    }

    /** Reads a JSON object; BAD_REQUEST for anything else. */
    public static ObjectNode parseObject(byte[] text) {
        return asObject(parse(text));
    }

    /**
     * Where an object has the same field twice, as in {@code spec.nodeName}.
     *
     * @param text JSON that {@link #parse} reads, which takes the last of the two
     */
    public static Optional<String> duplicate(byte[] text) {
        return duplicate(MAPPER, text);
    }

    /** What {@link #duplicate} does, for YAML. */
    public static Optional<String> duplicateInYaml(byte[] text) {
        return duplicate(YAML, text);
    }

    private static JsonNode parse(ObjectMapper mapper, byte[] text, String format) {
        try {
            var node = mapper.readTree(text);
            if (node == null || node instanceof MissingNode) {
                throw ApiException.badRequest("the body is empty, a " + format + " document is needed");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw unreadable(format, e);
        } catch (IOException e) {
            throw ApiException.badRequest("the body cannot be read: " + e.getMessage());
        }
    }

    private static ApiException unreadable(String format, JsonProcessingException e) {
        var at = e.getLocation();
        return ApiException.badRequest("the body is not " + format + ": " + e.getOriginalMessage()
                + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
    }

    private static ObjectNode asObject(JsonNode document) {
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("the body is not an object");
    }

    /** The YAML library would say so too, but in words that are about itself. */
    private static void requireUtf8(byte[] text) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw ApiException.badRequest("the body is not YAML: it is not encoded as UTF-8");
        }
    }

    /** The tree would hold an alias as the text of its name, and the object would not be what its author meant. */
    private static void refuseAliases(byte[] text) {
        try (var parser = (YAMLParser) YAML.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    throw ApiException.badRequest("the body has a YAML alias (line "
                            + parser.currentTokenLocation().getLineNr() + "); write out what it stands for");
                }
            }
        } catch (JsonProcessingException e) {
            throw unreadable("YAML", e);
        } catch (IOException e) {
            throw ApiException.badRequest("the body cannot be read: " + e.getMessage());
        }
    }

    private static Optional<String> duplicate(ObjectMapper mapper, byte[] text) {
        try (var parser = mapper.createParser(text)) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            try {
                while (parser.nextToken() != null) {
                    // The parser itself looks for what this is about.
                }
                return Optional.empty();
            } catch (JsonProcessingException twice) {
                return Optional.of(path(parser.getParsingContext().pathAsPointer()));
            }
        } catch (IOException e) {
            throw new IllegalStateException("Text that was read cannot be read again", e);
        }
    }

    private static String path(JsonPointer pointer) {
        var path = new StringBuilder();
        for (var part = pointer; !part.matches(); part = part.tail()) {
            if (part.getMatchingIndex() >= 0) {
                path.append('[').append(part.getMatchingIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(part.getMatchingProperty());
            }
        }
        return path.toString();
    }

    /** A document as UTF-8 text without spaces. */
    public static byte[] bytes(JsonNode document) {
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree cannot be written", e);
        }
    }

    /** The object as text, with kind, apiVersion and metadata in front. */
    public static byte[] canonical(ObjectNode object) {
        var ordered = object();
        for (var field : FIRST) {
            if (object.has(field)) {
                ordered.set(field, object.get(field));
            }
        }
        object.properties().forEach(field -> ordered.putIfAbsent(field.getKey(), field.getValue()));
        return bytes(ordered);
    }

    /** The node at a path of field names, or a missing node. */
    public static JsonNode at(JsonNode document, String... path) {
        var node = document;
        for (var field : path) {
            node = node.path(field);
        }
        return node;
    }

    /** The text at a path, empty where there is none. */
    public static String text(JsonNode document, String... path) {
        return at(document, path).asText("");
    }

    /** The object in a field, made where it is missing. */
    public static ObjectNode child(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode child ? child : parent.putObject(field);
    }

    /** The strings of an object such as {@code metadata.labels}. */
    public static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> strings.put(field.getKey(), field.getValue().asText()));
        return strings;
    }
}
