package dev.podproof.reference.web;

import java.time.Duration;

/**
 * How long one connection may be at what it is at. Each is a total: what drips in or out in between does not begin it anew.
 *
 * @param idle until a whole request's head is there, from the end of the one before
 * @param request until a request has arrived, and then until it is done, before its caller is told that it took too long
 * @param answer until what is to be sent has been taken, large answers longer
 * @param linger how long one that was refused may go on sending, which nobody keeps: else it would not see why
 */
public record Times(Duration idle, Duration request, Duration answer, Duration linger) {

    public static final Times USUAL =
            new Times(Duration.ofSeconds(90), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(5));

    /** The shortest of them. */
    public Duration shortest() {
        return min(min(idle, request), min(answer, linger));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
