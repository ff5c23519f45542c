package dev.podproof.conformance.world;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a container was given for a name, by the resolver that every program there uses.
 *
 * @param said everything that the program printed, which also called what it found
 */
public record Lookup(String name, String said) {
    /** The address in parentheses, as in {@code web (10.96.0.5:80) open}. */
    private static final Pattern RESOLVED =
            Pattern.compile("\\((\\d+\\.\\d+\\.\\d+\\.\\d+|\\[[0-9a-fA-F:]+\\])(:\\d+)?\\)");

    static Lookup make(Shell shell, Pod pod, String container, String name, int port) {
        String program = "nc -v -w 3 $1 $2 </dev/null 2>&1";
        return new Lookup(
                name,
                shell.run(pod, container, program, name, String.valueOf(port))
                        .out()
                        .strip());
    }

    public Optional<String> address() {
        Matcher found = RESOLVED.matcher(said);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** The address, or what was said instead. */
    public String raw() {
        return address().orElse("nothing: " + said);
    }
}
