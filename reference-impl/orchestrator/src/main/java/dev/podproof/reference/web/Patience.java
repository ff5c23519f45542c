package dev.podproof.reference.web;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.IdentityHashMap;

/**
 * Ends connections that take too long at what they are at (see {@link Phases}). All are looked at together every now and then, as a
 * timer for each would cost every request. For one event loop.
 */
public final class Patience {

    private static final int LOOKS = 4;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    /** The library's own handler, before which what it gets is seen. */
    private static final String LIBRARY = "handler";

    private final Times times;
    private final Gate gate;
    private final IdentityHashMap<HttpConnection, Phases> connections = new IdentityHashMap<>();

    /** Of no connections yet; to be made on the event loop that they are served on. */
    public Patience(Vertx vertx, Times times, Gate gate) {
        this.times = times;
        this.gate = gate;
        long pause = Math.min(LONGEST_PAUSE_MILLIS, times.shortest().toMillis() / LOOKS);
        vertx.setPeriodic(Math.max(1, pause), unused -> look());
    }

    /** A connection is there; where it is in its exchange is looked at from now on. */
    public void connected(HttpConnection connection) {
        var phases = new Phases(times, gate);
        ChannelPipeline pipeline =
                ((ConnectionBase) connection).channelHandlerContext().pipeline();
        pipeline.addBefore(LIBRARY, "phases", phases);
        connections.put(connection, phases);
    }

    /** Where a connection is. */
    public Phases of(HttpConnection connection) {
        return connections.get(connection);
    }

    /** A connection is no longer there. */
    public void closed(HttpConnection connection) {
        connections.remove(connection);
    }

    private void look() {
        new ArrayList<>(connections.values()).forEach(Phases::look);
    }
}
