package dev.podproof.reference.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A label selector as it stands in a query: {@code a=b,c!=d,e in (f,g),h notin (i),j,!k}. */
public final class LabelSelector {

    /** Selects everything. */
    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    private enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        NOT_EXISTS
    }

    private record Requirement(String key, Operator operator, Set<String> values) {

        boolean matches(Map<String, String> labels) {
            var value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case NOT_EXISTS -> value == null;
            };
        }
    }

    // None of them goes back once it has gone on: what it takes grows with the text, and not with its square.
    private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*+([^\\s=!,()]++)");
    private static final Pattern EQUALITY = Pattern.compile("([^\\s=!,()]++)\\s*+(==|=|!=)\\s*+([^\\s=!,()]*+)");
    private static final Pattern SET = Pattern.compile("([^\\s=!,()]++)\\s++(in|notin)\\s*+\\(([^()]*+)\\)");

    private final List<Requirement> requirements;

    private LabelSelector(List<Requirement> requirements) {
        this.requirements = requirements;
    }

    /** Selects objects that bear all of these labels. */
    public static LabelSelector of(Map<String, String> labels) {
        return new LabelSelector(labels.entrySet().stream()
                .map(label -> new Requirement(label.getKey(), Operator.IN, Set.of(label.getValue())))
                .toList());
    }

    /**
     * Reads a selector; null or empty selects everything.
     *
     * @throws ApiException BAD_REQUEST naming the part that cannot be read
     */
    public static LabelSelector parse(String text) {
        if (text == null || text.isBlank()) {
            return EVERYTHING;
        }
        List<Requirement> requirements = new ArrayList<>();
        for (var part : split(text)) {
            requirements.add(requirement(part.strip(), text));
        }
        return new LabelSelector(List.copyOf(requirements));
    }

    public boolean matches(Map<String, String> labels) {
        for (var requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    private static Requirement requirement(String part, String whole) {
        Matcher matcher = EQUALITY.matcher(part);
        if (matcher.matches()) {
            var operator = "!=".equals(matcher.group(2)) ? Operator.NOT_IN : Operator.IN;
            return checked(matcher.group(1), operator, Set.of(matcher.group(3)), whole);
        }
        matcher = SET.matcher(part);
        if (matcher.matches()) {
            var operator = "in".equals(matcher.group(2)) ? Operator.IN : Operator.NOT_IN;
            Set<String> values = new TreeSet<>();
            Arrays.stream(matcher.group(3).split(",", -1)).map(String::strip).forEach(values::add);
            return checked(matcher.group(1), operator, values, whole);
        }
        matcher = EXISTENCE.matcher(part);
        if (matcher.matches()) {
            var operator = matcher.group(1).isEmpty() ? Operator.EXISTS : Operator.NOT_EXISTS;
            return checked(matcher.group(2), operator, Set.of(), whole);
        }
        throw unreadable(whole, "found '" + part + "'");
    }

    private static Requirement checked(String key, Operator operator, Set<String> values, String whole) {
        Names.labelKeyProblem(key).ifPresent(problem -> {
            throw unreadable(whole, "key \"" + key + "\": " + problem);
        });
        for (var value : values) {
            Names.labelValueProblem(value).ifPresent(problem -> {
                throw unreadable(whole, "value \"" + value + "\": " + problem);
            });
        }
        return new Requirement(key, operator, values);
    }

    private static ApiException unreadable(String whole, String problem) {
        return ApiException.badRequest("unable to parse requirement in label selector \"" + whole + "\": " + problem);
    }

    /** Splits at commas that stand outside parentheses. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
