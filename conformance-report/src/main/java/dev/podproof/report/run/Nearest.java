package dev.podproof.report.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names that somebody may have meant. */
final class Nearest {
    private static final int SHOWN = 3;

    private Nearest() {}

    /** " Did you mean …?", or nothing when no name is near. */
    static String hint(String given, Collection<String> known) {
        int near = Math.max(1, given.length() / 3);
        List<String> names = known.stream()
                .distinct()
                .filter(name -> distance(given, name) <= near)
                .sorted(Comparator.comparingInt(name -> distance(given, name)))
                .limit(SHOWN)
                .toList();
        return names.isEmpty() ? "" : "; did you mean " + names.stream().collect(Collectors.joining(" or ")) + "?";
    }

    /** Levenshtein's distance, upper and lower case being the same. */
    private static int distance(String left, String right) {
        String a = left.toUpperCase(Locale.ROOT);
        String b = right.toUpperCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
