package dev.podproof.reference.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A field selector as it stands in a query: {@code spec.nodeName=host-1,status.phase!=Running}. */
public final class FieldSelector {

    /** Selects everything. */
    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    private record Term(String field, boolean equal, String value) {}

    private final List<Term> terms;

    private FieldSelector(List<Term> terms) {
        this.terms = terms;
    }

    /**
     * Reads a selector; null or empty selects everything.
     *
     * @param supported the fields by which this kind can be selected
     * @throws ApiException BAD_REQUEST for a selector that cannot be read, or a field that is not supported
     */
    public static FieldSelector parse(String text, Set<String> supported) {
        if (text == null || text.isBlank()) {
            return EVERYTHING;
        }
        List<Term> terms = new ArrayList<>();
        for (var part : text.split(",", -1)) {
            if (!part.isBlank()) {
                terms.add(term(part.strip(), text));
            }
        }
        for (var term : terms) {
            if (!supported.contains(term.field())) {
                throw ApiException.badRequest("field label not supported: " + term.field());
            }
        }
        return new FieldSelector(List.copyOf(terms));
    }

    /** Whether fields match; a field that is absent counts as empty. */
    public boolean matches(Map<String, String> fields) {
        for (var term : terms) {
            if (term.value().equals(fields.getOrDefault(term.field(), "")) != term.equal()) {
                return false;
            }
        }
        return true;
    }

    /** The only value that a field can have in what this selects, if the selector names one. */
    public Optional<String> required(String field) {
        return terms.stream()
                .filter(term -> term.equal() && term.field().equals(field))
                .map(Term::value)
                .findFirst();
    }

    /** The first field that can have one value only in what this selects, with that value. */
    public Optional<Map.Entry<String, String>> required() {
        return terms.stream()
                .filter(Term::equal)
                .map(term -> Map.entry(term.field(), term.value()))
                .findFirst();
    }

    public boolean isEverything() {
        return terms.isEmpty();
    }

    private static Term term(String part, String whole) {
        int at = part.indexOf('=');
        if (at <= 0) {
            throw ApiException.badRequest("invalid field selector \"" + whole + "\": found '" + part + "'");
        }
        boolean equal = part.charAt(at - 1) != '!';
        var field = part.substring(0, equal ? at : at - 1);
        var value = part.substring(part.startsWith("==", at) ? at + 2 : at + 1);
        return new Term(field, equal, unescape(value));
    }

    private static String unescape(String value) {
        return value.replaceAll("\\\\(.)", "$1");
    }
}
