package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.api.Yaml;
import dev.podproof.reference.apiserver.compat.Protobuf;
import dev.podproof.reference.apiserver.exchange.Request;
import java.util.Locale;
import java.util.Optional;

/** Reads documents out of requests' bodies. */
final class Bodies {

    private static final String YAML = "application/yaml";

    private Bodies() {}

    /** The content type without its parameters, in lower case; empty if none is given. */
    static String contentType(Request request) {
        var header = request.header("Content-Type");
        int end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** The body as an object. */
    static ObjectNode object(Request request) {
        return switch (contentType(request)) {
            case "", "application/json" -> Json.parseObject(request.body());
            case YAML -> Yaml.parse(request.body());
            case Protobuf.CONTENT_TYPE -> Protobuf.decode(request.body());
            default ->
                throw new ApiException(
                        Reason.UNSUPPORTED_MEDIA_TYPE,
                        "the body of the request was in an unknown format - accepted media types include:"
                                + " application/json, application/yaml, " + Protobuf.CONTENT_TYPE);
        };
    }

    /** Where the body, which has been read before, gives the same field twice. */
    static Optional<String> duplicate(Request request) {
        return switch (contentType(request)) {
            case Protobuf.CONTENT_TYPE -> Optional.empty();
            case YAML -> Yaml.duplicate(request.body());
            default -> Json.duplicate(request.body());
        };
    }

    /** Checks that an object is what the path says, and names it so. */
    static void named(ObjectNode object, String apiVersion, String kind) {
        var givenVersion = Json.text(object, "apiVersion");
        var givenKind = Json.text(object, "kind");
        if ((!givenKind.isEmpty() && !givenKind.equals(kind))
                || (!givenVersion.isEmpty() && !givenVersion.equals(apiVersion))) {
            throw ApiException.badRequest("the object provided is unrecognized here: it is " + givenVersion + ", Kind="
                    + givenKind + ", expected is " + apiVersion + ", Kind=" + kind);
        }
        object.put("kind", kind);
        object.put("apiVersion", apiVersion);
    }
}
