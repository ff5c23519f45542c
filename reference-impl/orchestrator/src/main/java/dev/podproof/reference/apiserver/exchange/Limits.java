package dev.podproof.reference.apiserver.exchange;

import dev.podproof.reference.web.Times;

/**
 * What callers may ask of the server: of its time, and of its memory.
 *
 * @param times how long anything may take
 * @param room how much anything may take up
 */
public record Limits(Times times, Room room) {

    /** For the memory that this process has. */
    public static final Limits USUAL =
            new Limits(Times.USUAL, Room.of(Runtime.getRuntime().maxMemory()));
}
