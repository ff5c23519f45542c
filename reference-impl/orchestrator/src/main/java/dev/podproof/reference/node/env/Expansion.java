package dev.podproof.reference.node.env;

import java.util.Map;

/** {@code $(NAME)} in commands, arguments and values: replaced where NAME is known, left alone where not; {@code $$} is a dollar sign. */
public final class Expansion {
    private Expansion() {}

    /** The text with what it refers to in place. */
    public static String expand(String text, Map<String, String> variables) {
        StringBuilder expanded = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf('$', at);
            if (dollar < 0 || dollar == text.length() - 1) {
                return expanded.append(text, at, text.length()).toString();
            }
            expanded.append(text, at, dollar);
            at = reference(text, dollar, variables, expanded);
        }
        return expanded.toString();
    }

    /** Appends what stands at the dollar sign and gives back where to go on. */
    private static int reference(String text, int dollar, Map<String, String> variables, StringBuilder expanded) {
        char next = text.charAt(dollar + 1);
        int close = next == '(' ? text.indexOf(')', dollar) : -1;
        if (close > 0) {
            String name = text.substring(dollar + 2, close);
            expanded.append(variables.getOrDefault(name, text.substring(dollar, close + 1)));
            return close + 1;
        }
        expanded.append('$');
        if (next != '$') {
            expanded.append(next);
        }
        return dollar + 2;
    }
}
