package dev.podproof.reference.apiserver.exchange;

import java.time.Duration;

/**
 * How much one client may ask of the server's patience.
 *
 * @param idle how long a connection is kept on which nothing is asked, or not to the end
 * @param request how long a change may take, its body's arrival included, before the caller is told that it took too long
 * @param watches how many watches a user may have open
 */
public record Limits(Duration idle, Duration request, int watches) {

    public static final Limits USUAL = new Limits(Duration.ofSeconds(90), Duration.ofSeconds(60), 1_000);
}
