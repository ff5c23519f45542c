package dev.podproof.conformance.steps;

import java.util.List;

/** Names that a step gives in a row. */
public record Names(List<String> all) {
    public Names {
        all = List.copyOf(all);
    }
}
