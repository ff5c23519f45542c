package dev.podproof.reference.web;

import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import jdk.net.ExtendedSocketOptions;

/**
 * Notices peers that went away without a word, as a host does that lost its power. A connection that may be silent for as long as it
 * likes is otherwise kept for two hours after that, by the kernel's default.
 */
public final class KeepAlive {
    private static final int IDLE_SECONDS = 60;
    private static final int BETWEEN_PROBES_SECONDS = 15;
    private static final int PROBES = 4;

    private KeepAlive() {}

    /** Its peer is asked for a sign of life after a minute of silence, and taken to be gone after another one. */
    public static void watch(HttpConnection connection) {
        var socket =
                ((ConnectionBase) connection).channelHandlerContext().channel().config();
        socket.setOption(NioChannelOption.SO_KEEPALIVE, true);
        socket.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), IDLE_SECONDS);
        socket.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), BETWEEN_PROBES_SECONDS);
        socket.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
    }
}
