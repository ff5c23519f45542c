package dev.podproof.reference.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.apiserver.exchange.Reply;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;

/** A stream over a WebSocket: a frame is a text message. */
final class SocketSink extends Outbox {

    private final ServerWebSocket socket;

    private SocketSink(ServerWebSocket socket, Context loop) {
        super(loop);
        this.socket = socket;
    }

    static void open(ServerWebSocket socket, Context loop, Reply.Stream stream) {
        var sink = new SocketSink(socket, loop);
        socket.closeHandler(unused -> sink.closed());
        socket.exceptionHandler(unused -> sink.closed());
        socket.drainHandler(unused -> sink.drain());
        stream.start().accept(sink);
    }

    @Override
    boolean isFull() {
        return socket.isClosed() || socket.writeQueueFull();
    }

    @Override
    void write(List<byte[]> frames) {
        for (var frame : frames) {
            socket.writeTextMessage(new String(frame, 0, frame.length - 1, UTF_8));
        }
    }

    @Override
    void finish() {
        if (!socket.isClosed()) {
            socket.close();
        }
    }

    @Override
    void cut() {
        finish();
    }
}
