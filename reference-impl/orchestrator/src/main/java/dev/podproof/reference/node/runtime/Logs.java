package dev.podproof.reference.node.runtime;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** A container's output as the engine keeps it. */
public interface Logs {

    /**
     * Reads a container's output until its end, or with {@code follow} until the container ends or the reader closes.
     *
     * @param reader gets the bytes in order; as long as it blocks nothing more is read
     * @return ends the reading early when closed
     */
    AutoCloseable read(String id, Query query, Reader reader);

    /**
     * Which part of the output.
     *
     * @param tail how many of the last lines; empty for all
     * @param since only what was written at that time or later; empty for all
     */
    record Query(boolean follow, boolean timestamps, Optional<Integer> tail, Optional<Instant> since) {}

    /** Takes the output. */
    interface Reader {
        void bytes(ByteBuffer bytes);

        /** Called once, with the failure if there was one. */
        void end(Optional<RuntimeFailure> failure);
    }
}
