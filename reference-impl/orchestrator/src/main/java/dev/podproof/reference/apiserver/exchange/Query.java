package dev.podproof.reference.apiserver.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.api.ApiException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The parameters of a query. */
public final class Query {

    private final Map<String, List<String>> parameters;

    private Query(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /**
     * Reads a raw query.
     *
     * @throws ApiException BAD_REQUEST for an encoding that cannot be read
     */
    public static Query parse(String raw) {
        if (raw == null || raw.isEmpty()) {
            return new Query(Map.of());
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (var pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                int at = pair.indexOf('=');
                var name = decode(at < 0 ? pair : pair.substring(0, at));
                var value = at < 0 ? "" : decode(pair.substring(at + 1));
                parameters.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
            }
        }
        return new Query(parameters);
    }

    /** The first value, empty if the parameter is absent. */
    public String text(String name) {
        var values = parameters.get(name);
        return values == null ? "" : values.get(0);
    }

    /** All values, in their order. */
    public List<String> all(String name) {
        return List.copyOf(parameters.getOrDefault(name, List.of()));
    }

    public boolean has(String name) {
        return parameters.containsKey(name);
    }

    /** Whether a parameter is given and neither {@code false} nor {@code 0}. */
    public boolean flag(String name) {
        if (!has(name)) {
            return false;
        }
        var value = text(name);
        return !"false".equalsIgnoreCase(value) && !"0".equals(value);
    }

    /**
     * A number that is not negative; absent if the parameter is absent or empty.
     *
     * @throws ApiException BAD_REQUEST if it is something else
     */
    public OptionalLong number(String name) {
        var value = text(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(value);
            if (number >= 0) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            // Refused below, together with what is negative.
        }
        throw ApiException.badRequest("Invalid value: \"" + value + "\": " + name + " must be a number, 0 or more");
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("the query is badly encoded: " + e.getMessage());
        }
    }
}
