package dev.podproof.report.verdict;

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

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
