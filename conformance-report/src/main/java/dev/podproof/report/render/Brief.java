package dev.podproof.report.render;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A text as it is shown at once, and the whole of it for who wants to see it. Public because FreeMarker reads it.
 *
 * @param text one short line when the whole is long, else the whole
 */
public record Brief(String text, String whole) {
    private static final int SHORT = 160;
    private static final int SHORT_OBJECT = 40;
    private static final String QUOTED_QUOTE = "'\\''";

    /** Of what a probe saw: objects in JSON are folded first, then what is still too long ends early. */
    static Brief of(String whole) {
        return new Brief(cut(withoutObjects(whole)), whole);
    }

    /** Of a command: a program that it hands to a shell is folded. */
    static Brief ofCommand(String whole) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int quote = whole.indexOf('\''); quote >= 0; quote = whole.indexOf('\'', at)) {
            int end = endOfWord(whole, quote);
            boolean program = whole.substring(quote, end).indexOf('\n') >= 0 || end - quote > SHORT / 2;
            text.append(whole, at, quote).append(program ? "'…'" : whole.substring(quote, end));
            at = end;
        }
        return new Brief(cut(text.append(whole.substring(at)).toString()), whole);
    }

    /** Of why something did not pass: what it is, and the first case of it. */
    static Brief ofReason(String whole) {
        List<String> lines = withoutObjects(whole).strip().lines().toList();
        String text = lines.stream().limit(2).map(Brief::cut).collect(Collectors.joining("\n"));
        return new Brief(lines.size() > 2 ? text + "\n…" : text, whole.strip());
    }

    public boolean isShortened() {
        return !text.equals(whole);
    }

    private static String cut(String text) {
        String stripped = text.strip();
        if (stripped.length() <= SHORT && stripped.lines().count() <= 3) {
            return text;
        }
        String line = stripped.lines().findFirst().orElse("");
        if (line.length() <= SHORT) {
            return line + " …";
        }
        int space = line.lastIndexOf(' ', SHORT);
        return line.substring(0, space > SHORT / 2 ? space : SHORT) + " …";
    }

    private static String withoutObjects(String whole) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int begin = whole.indexOf("{\""); begin >= 0; begin = whole.indexOf("{\"", at)) {
            int end = endOfObject(whole, begin);
            text.append(whole, at, begin).append(end - begin > SHORT_OBJECT ? "{…}" : whole.substring(begin, end));
            at = end;
        }
        return text.append(whole.substring(at)).toString();
    }

    /** Behind the brace that closes the one there; the text's end when none does. */
    private static int endOfObject(String text, int begin) {
        int depth = 0;
        for (int i = begin; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    /** Behind the quote that closes the one there, as a POSIX shell reads it. */
    private static int endOfWord(String text, int begin) {
        int end = text.indexOf('\'', begin + 1);
        while (end >= 0 && text.startsWith(QUOTED_QUOTE, end)) {
            end = text.indexOf('\'', end + QUOTED_QUOTE.length());
        }
        return end < 0 ? text.length() : end + 1;
    }
}
