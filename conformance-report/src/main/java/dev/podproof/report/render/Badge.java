package dev.podproof.report.render;

import dev.podproof.report.verdict.Conformance;

/**
 * The verdict as a small picture for a README. Public because FreeMarker reads it.
 *
 * @param width of the part with the word, in pixels
 */
public record Badge(String word, String colour, int width) {
    private static final int LETTER = 7;
    private static final int MARGIN = 14;

    static Badge of(String word, Conformance conformance) {
        String colour =
                switch (conformance) {
                    case CONFORMANT -> "#14693e";
                    case INCONCLUSIVE -> "#8a5200";
                    case NONCONFORMANT -> "#b3232a";
                };
        return new Badge(word, colour, word.length() * LETTER + MARGIN);
    }
}
