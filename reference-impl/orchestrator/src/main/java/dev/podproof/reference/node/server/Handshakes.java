package dev.podproof.reference.node.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.WebSocketInternal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests that become WebSockets. */
final class Handshakes {
    private static final Logger LOG = LoggerFactory.getLogger(Handshakes.class);
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";

    /** All that any path speaks. */
    static final List<String> PROTOCOLS = Stream.of(Channels.PROTOCOLS, PortForward.PROTOCOLS)
            .flatMap(List::stream)
            .distinct()
            .toList();

    private final Vertx vertx;
    private final Duration betweenPings;

    /**
     * Makes the server's side of handshakes.
     *
     * @param betweenPings a client that went away is noticed when it is written to: one whose input nobody takes is not read, and
     *     one that only waits is not written to otherwise
     */
    Handshakes(Vertx vertx, Duration betweenPings) {
        this.vertx = vertx;
        this.betweenPings = betweenPings;
    }

    /** The first of these protocols that the client speaks too. Throws {@link Refused} if there is none. */
    String choose(HttpServerRequest request, List<String> spoken) {
        String upgrade = String.valueOf(request.getHeader("Upgrade"));
        if (!upgrade.equalsIgnoreCase("websocket")) {
            throw Refused.badRequest("this needs a WebSocket that speaks one of " + spoken
                    + ", and the client asks for " + upgrade + "; kubectl speaks it from version 1.31 on");
        }
        List<String> offered = request.headers().getAll(PROTOCOL).stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .toList();
        return spoken.stream()
                .filter(offered::contains)
                .findFirst()
                .orElseThrow(() -> Refused.badRequest(
                        "the client speaks " + offered + ", and this needs a WebSocket that speaks one of " + spoken));
    }

    void complete(HttpServerRequest request, Context context, String protocol, Consumer<ServerWebSocket> opened) {
        context.runOnContext(now -> {
            // The library knows the protocols of the whole server only, not those of a path.
            request.headers().set(PROTOCOL, protocol);
            request.toWebSocket()
                    .onSuccess(socket -> {
                        ((WebSocketInternal) socket)
                                .channelHandlerContext()
                                .pipeline()
                                .addBefore("wsdecoder", "splitter", new FrameSplitter());
                        vertx.setPeriodic(betweenPings.toMillis(), timer -> ping(socket, timer));
                        opened.accept(socket);
                    })
                    .onFailure(failed -> LOG.debug("a client did not complete its handshake: {}", failed.toString()));
        });
    }

    private void ping(ServerWebSocket socket, long timer) {
        if (socket.isClosed()) {
            vertx.cancelTimer(timer);
        } else {
            socket.writePing(Buffer.buffer());
        }
    }
}
