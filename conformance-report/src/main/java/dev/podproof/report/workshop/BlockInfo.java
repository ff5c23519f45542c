package dev.podproof.report.workshop;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands behind the three backticks of a block: its kind, and what is said about it, in braces or without.
 *
 * @param kind its first word
 * @param said the values by their names
 */
record BlockInfo(String kind, Map<String, String> said) {
    private static final Pattern FORM = Pattern.compile("(\\S*)\\s*(?:\\{([^{}]*)}|([^{}]*))");
    private static final Pattern SECONDS = Pattern.compile("([1-9]\\d{0,3})s");

    /** What may be said about each kind of block; others are unknown. */
    private static final Map<String, Set<String>> KINDS =
            Map.of("bash", Set.of("exit", "within"), "output", Set.of(), "yaml", Set.of("file"), "java", Set.of("src"));

    BlockInfo {
        said = Map.copyOf(said);
    }

    /** Reads it; an IllegalArgumentException says what is wrong. */
    static BlockInfo read(String info) {
        Matcher form = FORM.matcher(info.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + info + "' is not a kind with {name=value}");
        }
        String kind = form.group(1);
        Set<String> names = KINDS.get(kind);
        if (names == null) {
            throw new IllegalArgumentException(
                    "a block of the unknown kind '" + kind + "'; there are " + new TreeSet<>(KINDS.keySet()));
        }
        String rest = form.group(2) == null ? form.group(3) : form.group(2);
        Map<String, String> said = new LinkedHashMap<>();
        for (String part : rest.isBlank() ? new String[0] : rest.strip().split("\\s+")) {
            String[] pair = part.split("=", 2);
            if (pair.length < 2 || pair[1].isEmpty() || !names.contains(pair[0])) {
                throw new IllegalArgumentException("'" + part + "' says nothing about a block of the kind '" + kind
                        + "'; it takes " + new TreeSet<>(names));
            }
            said.put(pair[0], pair[1]);
        }
        return new BlockInfo(kind, said);
    }

    /** The code that its commands end with. */
    int exit() {
        String value = said.getOrDefault("exit", "0");
        if (!value.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("exit=" + value + " is no exit code");
        }
        return Integer.parseInt(value);
    }

    /** How long it may take until the block comes out as the page says; zero when nothing is said. */
    Duration within() {
        String value = said.get("within");
        if (value == null) {
            return Duration.ZERO;
        }
        Matcher seconds = SECONDS.matcher(value);
        if (!seconds.matches()) {
            throw new IllegalArgumentException("within=" + value + " is no number of seconds, such as within=30s");
        }
        return Duration.ofSeconds(Long.parseLong(seconds.group(1)));
    }
}
