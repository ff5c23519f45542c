package dev.podproof.report.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A run's own command line, as somebody types it to test one requirement of the same target again. */
final class Again {
    private static final Set<String> OF_THIS_RUN =
            Set.of("--out", "--requirements", "--section", "--repeat", "--expected-failures");
    private static final Set<String> FLAGS_OF_THIS_RUN = Set.of("--quick", "--dry-run", "--fail-fast", "--keep");
    private static final String PLAIN = "[\\w@%+=:,./-]+";

    private Again() {}

    /**
     * Leaves out what chose requirements and where the report went.
     *
     * @param arguments from the word {@code run} on
     */
    static String of(List<String> arguments) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            String name = argument.split("=", 2)[0];
            if (OF_THIS_RUN.contains(name)) {
                // Its value stands behind it, or is the next word.
                i += argument.equals(name) ? 1 : 0;
            } else if (!FLAGS_OF_THIS_RUN.contains(name)) {
                kept.add(quoted(argument));
            }
        }
        return kept.stream().collect(Collectors.joining(" ", "podproof ", ""));
    }

    private static String quoted(String word) {
        return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
