package dev.podproof.reference.text;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * What others wrote, as it may be shown to people: a container's last words, a registry's refusal, a name. Whoever prints it (a terminal, a
 * log that somebody reads in one) does not do what is written there.
 */
public final class Printable {
    private static final String CUT = "…";

    private Printable() {}

    /** All of it but newlines and tabs, in characters that only ever show themselves. */
    public static String text(String words) {
        return shown(words, "\n");
    }

    /** The same in one line. */
    public static String line(String words) {
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

    /** The beginning of it, so many bytes of UTF-8 at most; a character is there as a whole or not at all. */
    public static String beginning(String words, int bytes) {
        if (words.getBytes(StandardCharsets.UTF_8).length <= bytes) {
            return words;
        }
        int room = bytes - CUT.getBytes(StandardCharsets.UTF_8).length;
        StringBuilder begun = new StringBuilder();
        for (int at = 0; at < words.length(); at = words.offsetByCodePoints(at, 1)) {
            String next = Character.toString(words.codePointAt(at));
            room -= next.getBytes(StandardCharsets.UTF_8).length;
            if (room < 0) {
                break;
            }
            begun.append(next);
        }
        return begun + CUT;
    }
}
