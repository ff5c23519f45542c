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
    private static final Signs USUAL = new Signs(60, 15, 4);

    private KeepAlive() {}

    /**
     * When a peer is asked for a sign of life.
     *
     * @param idleSeconds of silence before
     * @param pauseSeconds before it is asked again
     * @param questions after so many it is taken to be gone
     */
    record Signs(int idleSeconds, int pauseSeconds, int questions) {}

    /**
     * Its peer is asked for a sign of life after a minute of silence, and taken to be gone after another one. While something was sent and
     * nobody said that it came, the kernel counts how often it sends it again instead: hosts are told to do so for two minutes.
     */
    public static void watch(HttpConnection connection) {
        watch(connection, USUAL);
    }

    static void watch(HttpConnection connection, Signs signs) {
        var socket =
                ((ConnectionBase) connection).channelHandlerContext().channel().config();
        socket.setOption(NioChannelOption.SO_KEEPALIVE, true);
        socket.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), signs.idleSeconds());
        socket.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), signs.pauseSeconds());
        socket.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), signs.questions());
    }
}
