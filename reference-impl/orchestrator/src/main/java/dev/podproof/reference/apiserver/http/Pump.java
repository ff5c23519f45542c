package dev.podproof.reference.apiserver.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Passes on what one socket receives to another one, and reads no further while too much of it is on its way. Counted are writes
 * that are not done, and they go to the connection itself: a client's socket that has left HTTP never says that a write is done, nor
 * that its queue is full. Both sockets are of one event loop.
 */
final class Pump {
    private static final int MOST_BYTES = 64 * 1024;

    private final NetSocket from;
    private final ConnectionBase to;
    private int underway;

    private Pump(NetSocket from, ConnectionBase to) {
        this.from = from;
        this.to = to;
    }

    /** Begins; after the last bytes the other socket is ended, too. */
    static void start(NetSocket from, NetSocket to, ConnectionBase toConnection) {
        var pump = new Pump(from, toConnection);
        from.handler(pump::passOn);
        from.endHandler(ended -> to.end());
        from.exceptionHandler(broken -> to.end());
        from.resume();
    }

    private void passOn(Buffer bytes) {
        underway += bytes.length();
        if (underway > MOST_BYTES) {
            from.pause();
        }
        to.writeToChannel(Buffers.unwrap(bytes), done -> {
            underway -= bytes.length();
            if (underway <= MOST_BYTES) {
                from.resume();
            }
        });
    }
}
