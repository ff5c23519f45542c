package dev.podproof.conformance.world;

import java.util.Optional;

/**
 * How long a container may use processors within a period, as the kernel shows it in the container.
 *
 * @param quota in microseconds of all processors together; {@code max} or -1 for no end
 * @param period in microseconds
 */
public record Allowance(String quota, long period) {
    /** Reads the two values, in the form of cpu.max; empty where there are none. */
    static Optional<Allowance> parse(String shown) {
        String[] words = shown.strip().split("\\s+", -1);
        return words.length == 2 && words[0].matches("max|-?\\d+") && words[1].matches("[1-9]\\d*")
                ? Optional.of(new Allowance(words[0], Long.parseLong(words[1])))
                : Optional.empty();
    }

    /** Whether it is that share of one processor, or less. */
    public boolean isAtMost(double share) {
        return quota.matches("\\d+") && Long.parseLong(quota) <= share * period;
    }

    public String raw() {
        return quota + " of " + period + " microseconds";
    }
}
