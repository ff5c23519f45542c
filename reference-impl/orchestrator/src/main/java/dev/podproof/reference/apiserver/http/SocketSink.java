package dev.podproof.reference.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.web.Phases;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.List;

/** A stream over a WebSocket: a frame is a text message, in fragments if it is large. */
final class SocketSink extends Outbox {

    private final ServerWebSocket socket;

    private SocketSink(ServerWebSocket socket, Yard yard, Context loop, Phases phases, String caller) {
        super(yard, loop, phases, caller);
        this.socket = socket;
    }

    static void open(ServerWebSocket socket, Yard yard, Context loop, Phases phases, Reply.Stream stream) {
        var sink = new SocketSink(socket, yard, loop, phases, stream.caller());
        socket.setWriteQueueMaxSize(QUEUE_BYTES);
        socket.closeHandler(unused -> sink.closed());
        socket.exceptionHandler(unused -> sink.closed());
        stream.start().accept(sink);
    }

    @Override
    boolean isOver() {
        return socket.isClosed();
    }

    @Override
    void write(List<Piece> pieces) {
        for (var piece : pieces) {
            // The line's end has no meaning here.
            int to = piece.ends() ? piece.to() - 1 : piece.to();
            if (piece.begins() && piece.ends()) {
                socket.writeTextMessage(new String(piece.part(), piece.from(), to - piece.from(), UTF_8));
            } else if (piece.begins()) {
                int whole = endOfCharacters(piece.part(), piece.from(), to);
                socket.writeFrame(WebSocketFrame.textFrame(
                        new String(piece.part(), piece.from(), whole - piece.from(), UTF_8), false));
                if (whole < to) {
                    socket.writeFrame(WebSocketFrame.continuationFrame(Buffers.wrap(piece.part(), whole, to), false));
                }
            } else {
                socket.writeFrame(
                        WebSocketFrame.continuationFrame(Buffers.wrap(piece.part(), piece.from(), to), piece.ends()));
            }
        }
    }

    /** The library takes the first fragment as characters, none of which may be cut in two. */
    private static int endOfCharacters(byte[] text, int from, int to) {
        int end = to;
        while (end > from && end < text.length && (text[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    @Override
    void finish() {
        if (!socket.isClosed()) {
            socket.close();
        }
    }
}
