package dev.podproof.conformance.world;

/**
 * One comparison of a matrix of pods: who called whom, and what came of it.
 *
 * @param channel protocol and port, for example {@code TCP 8080}
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

    /** What came of one call, and whether that was as it should be. */
    public static Cell of(Call call, Peer to, String expected, String observed, boolean met) {
        Peer from = call.from();
        return new Cell(
                from.name(),
                from.host(),
                from.address(),
                to.name(),
                to.host(),
                to.address(),
                call.channel(),
                expected,
                call.said(observed),
                met);
    }

    /** The comparison as one readable line. */
    public String sentence() {
        return from + " (" + fromAddress + " on " + fromHost + ") called " + to + " (" + toAddress + " on " + toHost
                + ") over " + channel + ": expected " + expected + ", observed " + observed;
    }
}
