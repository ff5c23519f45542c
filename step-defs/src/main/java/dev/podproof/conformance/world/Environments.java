package dev.podproof.conformance.world;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The variables of processes. */
final class Environments {
    private Environments() {}

    /** Reads lines of {@code NAME=value}; the first of a name counts. */
    static Map<String, String> parse(String lines) {
        return lines.lines()
                .filter(line -> line.contains("="))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, again) -> again, TreeMap::new));
    }
}
