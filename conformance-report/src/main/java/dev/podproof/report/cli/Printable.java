package dev.podproof.report.cli;

import java.util.stream.Collectors;

/**
 * What clusters, pods and files say, as it may be shown on a person's terminal, which does not do what is written there. (The reference
 * has the like for its logs: the suite knows nothing of it.)
 */
final class Printable {
    private Printable() {}

    /** All of it but newlines and tabs, in characters that only ever show themselves. */
    static String text(String words) {
        return shown(words, "\n");
    }

    /** The same in one line. */
    static String line(String words) {
        return shown(words.replaceAll("^\\s+|\\s+$", "").replaceAll("(\\r?\\n)+", " | "), "");
    }

    private static String shown(String words, String kept) {
        return words.codePoints()
                .mapToObj(point ->
                        isPlain(point) || kept.indexOf(point) >= 0 ? Character.toString(point) : escaped(point))
                .collect(Collectors.joining());
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point == '\t';
            // Turns the order of what follows round, or is not seen at all.
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }

    private static String escaped(int point) {
        return switch (point) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            default ->
                point <= 0xff
                        ? "\\x%02x".formatted(point)
                        : point <= 0xffff ? "\\u%04x".formatted(point) : "\\U%08x".formatted(point);
        };
    }
}
