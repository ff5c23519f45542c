package dev.podproof.reference.apiserver.compat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Consumer;

/**
 * Writes an OpenAPI document of version 2 as the protobuf message {@code openapi.v2.Document}, by the field numbers that the gnostic
 * project publishes; only what our own documents contain.
 */
final class SwaggerProtobuf {

    private static final Map<String, Integer> METHODS = Map.of("get", 2, "put", 3, "post", 4, "delete", 5, "patch", 8);

    /** A message under construction. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void text(int field, String text) {
            bytes(field, text.getBytes(UTF_8));
        }

        /** A text that may be missing in the document. */
        void text(int field, JsonNode text) {
            if (text.isTextual()) {
                text(field, text.textValue());
            }
        }

        void yes(int field) {
            varint(field << 3);
            varint(1);
        }

        void message(int field, Consumer<Message> content) {
            var message = new Message();
            content.accept(message);
            bytes(field, message.out.toByteArray());
        }

        /** An entry of a map, as gnostic writes maps: a message of a name and a value. */
        void named(int field, String name, Consumer<Message> value) {
            message(field, entry -> {
                entry.text(1, name);
                entry.message(2, value);
            });
        }

        private void bytes(int field, byte[] content) {
            varint(field << 3 | Wire.BYTES);
            varint(content.length);
            out.writeBytes(content);
        }

        private void varint(int value) {
            int left = value;
            for (; left >= 0x80; left >>>= 7) {
                out.write((left & 0x7f) | 0x80);
            }
            out.write(left);
        }
    }

    private SwaggerProtobuf() {}

    static byte[] encode(JsonNode document) {
        var message = new Message();
        message.text(1, document.path("swagger"));
        message.message(2, info -> {
            info.text(1, document.at("/info/title"));
            info.text(2, document.at("/info/version"));
        });
        message.message(
                8,
                paths -> each(
                        document.path("paths"),
                        path -> paths.named(2, path.getKey(), item -> path(item, path.getValue()))));
        message.message(9, definitions -> schemas(definitions, document.path("definitions")));
        return message.out.toByteArray();
    }

    private static void path(Message item, JsonNode path) {
        METHODS.forEach((method, field) -> {
            if (path.has(method)) {
                item.message(field, operation -> operation(operation, path.get(method)));
            }
        });
        path.path("parameters").forEach(parameter -> parameter(item, 9, parameter));
    }

    private static void operation(Message message, JsonNode operation) {
        message.text(5, operation.path("operationId"));
        operation.path("parameters").forEach(parameter -> parameter(message, 8, parameter));
        message.message(
                9,
                responses -> each(
                        operation.path("responses"),
                        response -> responses.named(
                                1,
                                response.getKey(),
                                value -> value.message(
                                        1,
                                        content -> content.text(
                                                1, response.getValue().path("description"))))));
        extensions(message, 13, operation);
    }

    /** A parameter in the path (4) or the query (3), inside of three messages that choose between kinds of parameters. */
    private static void parameter(Message message, int field, JsonNode parameter) {
        boolean inPath = Json.text(parameter, "in").equals("path");
        message.message(
                field,
                item -> item.message(
                        1,
                        any -> any.message(
                                2,
                                notInBody -> notInBody.message(inPath ? 4 : 3, content -> {
                                    if (inPath) {
                                        content.yes(1);
                                    }
                                    content.text(2, parameter.path("in"));
                                    content.text(4, parameter.path("name"));
                                    content.text(inPath ? 5 : 6, parameter.path("type"));
                                }))));
    }

    private static void schemas(Message message, JsonNode schemas) {
        each(schemas, schema -> message.named(1, schema.getKey(), value -> schema(value, schema.getValue())));
    }

    private static void schema(Message message, JsonNode schema) {
        message.text(1, schema.path("$ref"));
        message.text(2, schema.path("format"));
        message.text(4, schema.path("description"));
        if (schema.has("additionalProperties")) {
            message.message(21, item -> item.message(1, value -> schema(value, schema.get("additionalProperties"))));
        }
        if (schema.has("type")) {
            message.message(22, type -> type.text(1, schema.get("type")));
        }
        if (schema.has("items")) {
            message.message(23, items -> items.message(1, value -> schema(value, schema.get("items"))));
        }
        if (schema.has("properties")) {
            message.message(25, properties -> schemas(properties, schema.get("properties")));
        }
        extensions(message, 31, schema);
    }

    /** Their values are YAML, which JSON is. */
    private static void extensions(Message message, int field, JsonNode from) {
        each(from, entry -> {
            if (entry.getKey().startsWith("x-")) {
                message.named(
                        field,
                        entry.getKey(),
                        value -> value.text(2, entry.getValue().toString()));
            }
        });
    }

    private static void each(JsonNode object, Consumer<Entry<String, JsonNode>> entry) {
        object.properties().forEach(entry);
    }
}
