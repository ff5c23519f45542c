package dev.podproof.reference.node.server;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;

/** Several streams over one WebSocket: the first byte of each message says which one it belongs to. */
final class Channels {
    static final byte STDIN = 0;
    static final byte STDOUT = 1;
    static final byte STDERR = 2;
    static final byte ERROR = 3;
    static final byte RESIZE = 4;

    static final String V5 = "v5.channel.k8s.io";
    static final String V4 = "v4.channel.k8s.io";
    /** The newer first. */
    static final List<String> PROTOCOLS = List.of(V5, V4);

    /** In version 5: the stream that the second byte names has ended. */
    private static final byte CLOSE = (byte) 255;

    private static final short NORMAL = 1000;

    /** What the client sends. */
    interface Listener {
        void stdin(Buffer bytes);

        void stdinEnded();

        void resize(Buffer json);
    }

    private final ServerWebSocket socket;

    Channels(ServerWebSocket socket) {
        this.socket = socket;
    }

    void listen(Listener listener) {
        socket.binaryMessageHandler(message -> dispatch(message, listener));
        socket.textMessageHandler(message -> dispatch(Buffer.buffer(message), listener));
    }

    private void dispatch(Buffer message, Listener listener) {
        if (message.length() == 0) {
            return;
        }
        Buffer rest = message.slice(1, message.length());
        switch (message.getByte(0)) {
            case STDIN -> listener.stdin(rest);
            case RESIZE -> listener.resize(rest);
            case CLOSE -> {
                if (V5.equals(socket.subProtocol()) && rest.length() == 1 && rest.getByte(0) == STDIN) {
                    listener.stdinEnded();
                }
            }
            default -> {
                // Nothing is read from the other channels.
            }
        }
    }

    /** May be called from any thread. */
    Future<Void> send(byte channel, byte[] bytes) {
        return socket.writeBinaryMessage(
                Buffer.buffer(bytes.length + 1).appendByte(channel).appendBytes(bytes));
    }

    /** The last word about how it ended, then the normal end. */
    void finish(byte[] status) {
        send(ERROR, status);
        socket.close(NORMAL);
    }
}
