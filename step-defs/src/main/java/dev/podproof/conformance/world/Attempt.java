package dev.podproof.conformance.world;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * One attempt to connect, and how long it took until it was over.
 *
 * @param said what the caller's program said of it
 */
public record Attempt(String said, Duration took) {
    static Attempt make(Shell shell, Pod pod, String address, int port) {
        return parse(shell.run(pod, pod.container(), Programs.ATTEMPT, address, String.valueOf(port))
                .out());
    }

    /** Reads what {@link Programs#ATTEMPT} prints: the machine's uptime in seconds before and after, then what was said. */
    static Attempt parse(String printed) {
        String[] words = printed.strip().split("\\s+", 3);
        if (words.length < 2) {
            throw new IllegalStateException("An attempt to connect left " + printed);
        }
        BigDecimal seconds = new BigDecimal(words[1]).subtract(new BigDecimal(words[0]));
        return new Attempt(
                words.length > 2 ? words[2] : "",
                Duration.ofMillis(seconds.movePointRight(3).longValue()));
    }

    /** Whether the other side, or somebody on the way, refused it within that time. */
    public boolean refusedWithin(Duration limit) {
        return said.contains("refused") && took.compareTo(limit) <= 0;
    }

    /** Whether the other side took it. */
    public boolean connected() {
        return said.matches("(?s).*\\bopen\\b.*");
    }

    public String raw() {
        return "'" + said + "' after " + took.toMillis() + " ms";
    }
}
