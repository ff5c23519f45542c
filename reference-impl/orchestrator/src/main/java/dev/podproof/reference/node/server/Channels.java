package dev.podproof.reference.node.server;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
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

    private static final byte NONE = -2;

    /** What is said of a terminal or of an end is short. */
    private static final int MOST_WORDS_BYTES = 1024;

    private final ServerWebSocket socket;
    private byte channel = NONE;
    private Buffer words = Buffer.buffer();

    Channels(ServerWebSocket socket) {
        this.socket = socket;
    }

    void listen(Listener listener) {
        socket.frameHandler(frame -> {
            if (frame.isBinary() || frame.isText() || frame.isContinuation()) {
                dispatch(frame, listener);
            }
        });
    }

    /** A message may come in parts, and what is written to a process is passed on as it comes. */
    private void dispatch(WebSocketFrame frame, Listener listener) {
        Buffer part = frame.binaryData();
        if (!frame.isContinuation()) {
            channel = NONE;
            words = Buffer.buffer();
        }
        if (channel == NONE && part.length() > 0) {
            channel = part.getByte(0);
            part = part.slice(1, part.length());
        }
        if (channel == STDIN) {
            listener.stdin(part);
            return;
        }
        words.appendBuffer(part, 0, Math.min(part.length(), MOST_WORDS_BYTES - words.length()));
        if (frame.isFinal() && channel == RESIZE) {
            listener.resize(words);
        } else if (frame.isFinal() && channel == CLOSE && V5.equals(socket.subProtocol())) {
            if (words.length() == 1 && words.getByte(0) == STDIN) {
                listener.stdinEnded();
            }
        }
        // Nothing is read from the other channels.
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
