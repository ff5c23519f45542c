package dev.podproof.reference.node.server;

import io.vertx.core.streams.ReadStream;

/** What came from a client and was not passed on yet, in bytes. While that is too much the connection is not read. */
final class Inflow {
    static final long MOST_BYTES = 64 * 1024;

    private final ReadStream<?> stream;
    private long waiting;
    private boolean paused;

    Inflow(ReadStream<?> stream) {
        this.stream = stream;
    }

    synchronized void arrived(int bytes) {
        waiting += bytes;
        if (!paused && waiting > MOST_BYTES) {
            paused = true;
            stream.pause();
        }
    }

    synchronized void passedOn(int bytes) {
        waiting -= bytes;
        if (paused && waiting <= MOST_BYTES) {
            paused = false;
            stream.resume();
        }
    }
}
