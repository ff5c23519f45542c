package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.schema.Conformity;
import dev.podproof.reference.api.schema.Schema;
import dev.podproof.reference.api.schema.Schemas;
import dev.podproof.reference.apiserver.compat.Protobuf;
import dev.podproof.reference.apiserver.exchange.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Takes objects in: of the right kind, with fields that the kind has, of the types that they have. */
final class Intake {

    /** A warning for people, by RFC 7234: code 299, no agent. */
    private static final String WARNING = "299 - \"%s\"";

    private final Schemas schemas = new Schemas();

    /** What is done about fields that are unknown or given twice: the query parameter {@code fieldValidation}. */
    enum FieldValidation {
        IGNORE,
        WARN,
        STRICT;

        static FieldValidation of(Request request) {
            var text = request.query().text("fieldValidation");
            return switch (text) {
                case "", "Warn" -> WARN;
                case "Ignore" -> IGNORE;
                case "Strict" -> STRICT;
                default ->
                    throw ApiException.badRequest("fieldValidation: Unsupported value: \"" + text
                            + "\": supported values: \"Ignore\", \"Warn\", \"Strict\"");
            };
        }
    }

    /** An object that was taken in, and what its sender is to be told about it. */
    record Taken(ObjectNode object, List<String> warnings) {

        /** The headers of the answer. */
        Map<String, String> headers() {
            if (warnings.isEmpty()) {
                return Map.of();
            }
            return Map.of(
                    "Warning",
                    warnings.stream()
                            .map(text ->
                                    WARNING.formatted(text.replace("\\", "\\\\").replace("\"", "\\\"")))
                            .collect(Collectors.joining(", ")));
        }
    }

    /** The fields of a kind. The first time takes a moment, as they are read off its model class. */
    Schema.Fields schema(Kind kind) {
        return schemas.of(kind.model());
    }

    /** Reads the body as an object of a kind. */
    Taken read(Kind kind, Request request) {
        var handling = FieldValidation.of(request);
        var object = Bodies.object(request);
        Bodies.named(object, kind.apiVersion(), kind.name());
        List<String> problems = new ArrayList<>();
        boolean json = !Bodies.contentType(request).equals(Protobuf.CONTENT_TYPE);
        if (handling != FieldValidation.IGNORE && json) {
            Json.duplicate(request.body()).ifPresent(path -> problems.add("duplicate field \"" + path + "\""));
        }
        return conform(kind, object, handling, problems);
    }

    /** Takes in an object that was made here out of what a caller sent. */
    Taken conform(Kind kind, ObjectNode object, FieldValidation handling) {
        return conform(kind, object, handling, new ArrayList<>());
    }

    private Taken conform(Kind kind, ObjectNode object, FieldValidation handling, List<String> problems) {
        try {
            for (var path : Conformity.enforce(object, schemas.of(kind.model()))) {
                problems.add("unknown field \"" + path + "\"");
            }
        } catch (ApiException wrongType) {
            throw unusable(kind, wrongType.getMessage());
        }
        if (handling == FieldValidation.STRICT && !problems.isEmpty()) {
            throw unusable(kind, "strict decoding error: " + String.join(", ", problems));
        }
        return new Taken(object, handling == FieldValidation.IGNORE ? List.of() : List.copyOf(problems));
    }

    private static ApiException unusable(Kind kind, String why) {
        return ApiException.badRequest(kind.name() + " in version \"" + kind.version() + "\" cannot be handled as a "
                + kind.name() + ": " + why);
    }
}
