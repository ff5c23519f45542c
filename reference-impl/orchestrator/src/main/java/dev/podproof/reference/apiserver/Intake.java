package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.schema.Conformity;
import dev.podproof.reference.apiserver.exchange.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes objects in: of the right kind, with fields that the kind has, of the types that they have. */
final class Intake {

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

    /**
     * An object that was taken in, and what its sender is to be told about it.
     *
     * @param idle fields that are kept but that nothing here acts on
     */
    record Taken(ObjectNode object, List<String> warnings, List<String> idle) {

        /** The headers of the answer. */
        Map<String, String> headers() {
            return headers(Set.of());
        }

        /** The headers of the answer to a change of an object that had some idle fields before. */
        Map<String, String> headers(Set<String> known) {
            List<String> all = new ArrayList<>(warnings);
            idle.stream()
                    .filter(path -> !known.contains(path))
                    .map(path -> path + " is stored, but nothing in this cluster acts on it")
                    .forEach(all::add);
            return all.isEmpty()
                    ? Map.of()
                    : Map.of(
                            "Warning",
                            all.stream()
                                    .limit(MAX_WARNINGS)
                                    .map(Intake::warning)
                                    .collect(Collectors.joining(", ")));
        }
    }

    /** More than this would not be read, and a header has to stay small. */
    private static final int MAX_WARNINGS = 20;

    private static final int MAX_WARNING_LENGTH = 256;

    private Intake() {}

    /** Reads the body as an object of a form. */
    static Taken read(Form form, Request request) {
        var handling = FieldValidation.of(request);
        var object = Bodies.object(request);
        Bodies.named(object, form.apiVersion(), form.kind());
        return conform(form, object, handling, duplicates(request, handling));
    }

    /** Takes in what was made here out of a caller's body: by a patch, or as a part of it. */
    static Taken conform(Form form, ObjectNode object, Request request) {
        var handling = FieldValidation.of(request);
        return conform(form, object, handling, duplicates(request, handling));
    }

    /** The fields of an object as it is stored that nothing here acts on. */
    static Set<String> idle(Form form, ObjectNode stored) {
        return new HashSet<>(Conformity.enforce(stored, form.schema()).idle());
    }

    private static List<String> duplicates(Request request, FieldValidation handling) {
        List<String> problems = new ArrayList<>();
        if (handling != FieldValidation.IGNORE) {
            Bodies.duplicate(request).ifPresent(path -> problems.add("duplicate field \"" + path + "\""));
        }
        return problems;
    }

    private static Taken conform(Form form, ObjectNode object, FieldValidation handling, List<String> problems) {
        Conformity.Findings findings;
        try {
            findings = Conformity.enforce(object, form.schema());
        } catch (ApiException wrongType) {
            throw unusable(form, wrongType.getMessage());
        }
        for (var path : findings.unknown()) {
            problems.add("unknown field \"" + path + "\"");
        }
        if (handling == FieldValidation.STRICT && !problems.isEmpty()) {
            throw unusable(form, "strict decoding error: " + String.join(", ", problems));
        }
        var warnings = handling == FieldValidation.IGNORE
                ? List.<String>of()
                : List.copyOf(problems.subList(0, Math.min(MAX_WARNINGS, problems.size())));
        return new Taken(object, warnings, findings.idle());
    }

    private static ApiException unusable(Form form, String why) {
        return ApiException.badRequest(form.kind() + " in version \"" + form.version() + "\" cannot be handled as a "
                + form.kind() + ": " + why);
    }

    /** A warning for people, by RFC 7234: code 299, no agent. Names of fields may hold anything, a header may not. */
    private static String warning(String text) {
        var printable = text.replaceAll("[^ -~]", "?");
        var cut = printable.length() > MAX_WARNING_LENGTH ? printable.substring(0, MAX_WARNING_LENGTH) : printable;
        return "299 - \"" + cut.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
