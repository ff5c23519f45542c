package dev.podproof.features;

import java.util.Map;

/**
 * What a reader of a failure needs beside the facts.
 *
 * @param why why the requirement matters to a user
 * @param cause what usually causes such a failure
 */
public record Advice(String why, String cause) {
    /**
     * Reads the advice that is on the class path, by the requirements' IDs.
     *
     * @throws SpecificationInvalid when it cannot be read
     */
    public static Map<String, Advice> load() {
        return Map.copyOf(Specification.readAdvice());
    }
}
