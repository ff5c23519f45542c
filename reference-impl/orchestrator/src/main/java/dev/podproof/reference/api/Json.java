package dev.podproof.reference.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Documents: JSON trees, read and written in one way everywhere. */
public final class Json {

    /** Deeper than any object of the model; a document that is deeper is refused before it can exhaust the stack. */
    private static final int MAX_DEPTH = 200;

    /** A tree takes up to a hundred bytes for each part: more of them are in no object that was not made for it. */
    private static final long MAX_PARTS = 250_000;

    static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxTokenCount(MAX_PARTS)
            .build();

    /** For what was taken in before, and got its defaults since. */
    private static final StreamReadConstraints OWN =
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build();

    private static final ObjectMapper MAPPER = mapper(OWN);
    private static final ObjectReader WITHIN = MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectMapper INCOMING = mapper(LIMITS);

    private static final List<String> FIRST = List.of("kind", "apiVersion", "metadata");

    private Json() {}

    private static ObjectMapper mapper(StreamReadConstraints limits) {
        return JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(limits).build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

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
        return parse(INCOMING, text, "JSON");
    }

    /** Reads an object that {@link #bytes} wrote, which the caller may change. */
    public static ObjectNode read(byte[] text) {
        return asObject(parse(MAPPER, text, "JSON"));
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
        return duplicate(INCOMING, text);
    }

    private static JsonNode parse(ObjectMapper mapper, byte[] text, String format) {
        try (var parser = mapper.createParser(text)) {
            return parse(mapper, parser, format);
        } catch (IOException e) {
            throw ApiException.badRequest("the body cannot be read: " + e.getMessage());
        }
    }

    /** The whole document that a parser is in front of. */
    static JsonNode parse(ObjectMapper mapper, JsonParser parser, String format) throws IOException {
        try {
            JsonNode node = mapper.reader().readTree(parser);
            if (node == null || node instanceof MissingNode) {
                throw ApiException.badRequest("the body is empty, a " + format + " document is needed");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw unreadable(format, e);
        }
    }

    static ApiException unreadable(String format, JsonProcessingException e) {
        var at = e.getLocation();
        return ApiException.badRequest("the body is not " + format + ": " + e.getOriginalMessage()
                + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
    }

    static ObjectNode asObject(JsonNode document) {
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("the body is not an object");
    }

    static Optional<String> duplicate(ObjectMapper mapper, byte[] text) {
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

    /**
     * Whether a document has more parts than one that is taken in may have.
     *
     * @param length of its text: a short one need not be looked at
     */
    public static boolean hasTooManyParts(int length, JsonNode document) {
        return length > MAX_PARTS && parts(document, 0) > MAX_PARTS;
    }

    private static long parts(JsonNode node, long before) {
        long count = before + 1;
        for (var each = node.elements(); each.hasNext() && count <= MAX_PARTS; ) {
            count = parts(each.next(), count);
        }
        return count;
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

    /** The object at a path of field names in a text that was read before; empty where there is none. Nothing else becomes a tree. */
    public static ObjectNode within(byte[] text, String... path) {
        try (var parser = MAPPER.createParser(text)) {
            parser.nextToken();
            for (var field : path) {
                if (!enter(parser, field)) {
                    return object();
                }
            }
            return parser.currentToken() == JsonToken.START_OBJECT ? WITHIN.readTree(parser) : object();
        } catch (IOException e) {
            throw new IllegalStateException("Text that was read cannot be read again", e);
        }
    }

    /** Goes to the value of a field of the object that the parser is at the beginning of. */
    private static boolean enter(JsonParser parser, String field) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals(field);
            parser.nextToken();
            if (wanted) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    /** The strings of an object such as {@code metadata.labels}. */
    public static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> strings.put(field.getKey(), field.getValue().asText()));
        return strings;
    }
}
