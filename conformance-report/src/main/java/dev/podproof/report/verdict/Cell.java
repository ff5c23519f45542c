package dev.podproof.report.verdict;

import java.util.regex.Pattern;

/**
 * One ordered pair of a matrix: who called whom, and what came of it. Counts as one observation.
 *
 * @param channel what was spoken, for example {@code TCP 8080}
 * @param observed for an address matrix, the source address that the receiver saw
 */
public record Cell(
        String from,
        String fromHost,
        String fromAddress,
        String to,
        String toHost,
        String toAddress,
        String channel,
        String expected,
        String observed,
        boolean met) {
    /** So the suite records what came of a call that had to be made again. */
    private static final Pattern AT_A_LATER_TRY = Pattern.compile("( \\(at try \\d+\\))+$");

    public Cell {
        from = orEmpty(from);
        fromHost = orEmpty(fromHost);
        fromAddress = orEmpty(fromAddress);
        to = orEmpty(to);
        toHost = orEmpty(toHost);
        toAddress = orEmpty(toAddress);
        channel = orEmpty(channel);
        expected = orEmpty(expected);
        observed = orEmpty(observed);
    }

    /** The last observation, however many tries it took. */
    public String seen() {
        return AT_A_LATER_TRY.matcher(observed).replaceFirst("");
    }

    /** True if the first try came to nothing. */
    public boolean triedAgain() {
        return AT_A_LATER_TRY.matcher(observed).find();
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
