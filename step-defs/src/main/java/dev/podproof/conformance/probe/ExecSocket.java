package dev.podproof.conformance.probe;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** Takes apart what comes over {@code v4.channel.k8s.io}: a message's first byte says which stream the rest belongs to. */
final class ExecSocket implements WebSocket.Listener {
    static final int STDIN = 0;
    static final int STDOUT = 1;
    static final int STDERR = 2;
    static final int STATUS = 3;
    private static final int BETWEEN_MESSAGES = -1;

    private final Streams streams;
    private int channel = BETWEEN_MESSAGES;

    ExecSocket(Streams streams) {
        this.streams = streams;
    }

    /** Whoever is told what comes. */
    interface Streams {
        void heard(int stream, byte... bytes);

        /** The connection was closed in good order. */
        void closed(String how);

        void failed(Throwable error);
    }

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        if (channel == BETWEEN_MESSAGES && data.hasRemaining()) {
            channel = data.get();
        }
        byte[] rest = new byte[data.remaining()];
        data.get(rest);
        streams.heard(channel, rest);
        if (last) {
            channel = BETWEEN_MESSAGES;
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        streams.closed(code + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        streams.failed(error);
    }
}
