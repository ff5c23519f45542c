package dev.podproof.reference.apiserver.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the bodies that kubectl sends as protobuf, into documents.
 *
 * <p>An envelope begins with {@code k8s} and a zero, then follows a {@code runtime.Unknown}: type (1), content (2). What protobuf
 * leaves out because it is empty is left out of the document too.
 */
public final class Protobuf {

    /** The content type of such bodies. */
    public static final String CONTENT_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final int TYPE = 1;
    private static final int CONTENT = 2;

    private static final Messages MESSAGES = new Messages();

    private Protobuf() {}

    /**
     * The document in an envelope.
     *
     * @throws ApiException BAD_REQUEST for a body that is damaged, UNSUPPORTED_MEDIA_TYPE for a kind that is only read as JSON
     */
    public static ObjectNode decode(byte[] body) {
        if (body.length < MAGIC.length || !Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw ApiException.badRequest("the body is not a protobuf envelope of Kubernetes");
        }
        var document = Json.object();
        Wire content = null;
        for (var envelope = new Wire(body, MAGIC.length, body.length); !envelope.atEnd(); ) {
            int tag = envelope.tag();
            boolean bytes = Wire.type(tag) == Wire.BYTES;
            if (bytes && Wire.field(tag) == TYPE) {
                type(envelope.message(), document);
            } else if (bytes && Wire.field(tag) == CONTENT) {
                content = envelope.message();
            } else {
                envelope.skip(Wire.type(tag));
            }
        }
        var kind = Json.text(document, "kind");
        var fields = MESSAGES.of(kind);
        if (fields == null) {
            throw new ApiException(
                    Reason.UNSUPPORTED_MEDIA_TYPE, "a " + kind + " is read as application/json, not as protobuf");
        }
        if (content != null) {
            message(content, fields, document);
        }
        return document;
    }

    private static void type(Wire wire, ObjectNode document) {
        while (!wire.atEnd()) {
            int tag = wire.tag();
            if (Wire.type(tag) != Wire.BYTES) {
                wire.skip(Wire.type(tag));
            } else {
                document.put(Wire.field(tag) == 1 ? "apiVersion" : "kind", wire.text());
            }
        }
    }

    private static ObjectNode message(Wire wire, Map<Integer, Messages.Field> fields, ObjectNode into) {
        while (!wire.atEnd()) {
            int tag = wire.tag();
            var field = fields.get(Wire.field(tag));
            boolean number = field != null
                    && (field.type().equals("number") || field.type().equals("flag"));
            boolean fits = field != null && Wire.type(tag) == (number ? Wire.VARINT : Wire.BYTES);
            if (!fits || field.type().equals("skipped")) {
                wire.skip(Wire.type(tag));
            } else if (field.type().equals("texts")) {
                entry(wire.message(), Wire::text, Json.child(into, field.name()));
            } else if (field.type().equals("blobs")) {
                entry(wire.message(), Protobuf::base64, Json.child(into, field.name()));
            } else {
                put(into, field, value(wire, field.type()));
            }
        }
        return into;
    }

    private static void put(ObjectNode into, Messages.Field field, JsonNode value) {
        if (field.repeated()) {
            var list = into.get(field.name()) instanceof ArrayNode known ? known : into.putArray(field.name());
            list.add(value);
        } else if (field.zeroMatters() || !isZero(value)) {
            into.set(field.name(), value);
        }
    }

    private static boolean isZero(JsonNode value) {
        return value.isTextual() ? value.textValue().isEmpty() : value.isValueNode() && value.asLong() == 0;
    }

    private static JsonNode value(Wire wire, String type) {
        return switch (type) {
            case "text" -> TextNode.valueOf(wire.text());
            case "number" -> number(wire.varint());
            case "flag" -> BooleanNode.valueOf(wire.varint() != 0);
            case "portOrName" -> portOrName(wire.message());
            default -> message(wire.message(), MESSAGES.of(type), Json.object());
        };
    }

    private static JsonNode number(long value) {
        return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    /** An entry of a map is a message of its own: key (1), value (2). */
    private static void entry(Wire wire, Function<Wire, String> content, ObjectNode map) {
        var key = "";
        var value = "";
        while (!wire.atEnd()) {
            int tag = wire.tag();
            if (Wire.type(tag) != Wire.BYTES) {
                wire.skip(Wire.type(tag));
            } else if (Wire.field(tag) == 1) {
                key = wire.text();
            } else {
                value = content.apply(wire);
            }
        }
        map.put(key, value);
    }

    /** How JSON writes bytes. */
    private static String base64(Wire wire) {
        return Base64.getEncoder().encodeToString(wire.bytes());
    }

    /** An IntOrString: which of both (1), the number (2), the name (3). */
    private static JsonNode portOrName(Wire wire) {
        long isName = 0;
        long number = 0;
        var name = "";
        while (!wire.atEnd()) {
            int tag = wire.tag();
            switch (Wire.field(tag)) {
                case 1 -> isName = wire.varint();
                case 2 -> number = wire.varint();
                case 3 -> name = wire.text();
                default -> wire.skip(Wire.type(tag));
            }
        }
        return isName == 1 ? TextNode.valueOf(name) : number(number);
    }
}
