package dev.podproof.conformance.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ExecStreamsTest {
    private static final String FAILURE =
            "{'status':'Failure','reason':'NonZeroExitCode','message':'m','details':{'causes':[{'reason':'ExitCode','message':'7'}]}}"
                    .replace('\'', '"');

    private final ExecStreams streams = new ExecStreams();
    private final ExecSocket socket = new ExecSocket(streams);

    @Test
    void aMessagesFirstByteSaysWhichStreamItBelongsTo() {
        receive(1, "out", true);
        receive(2, "err", true);
        receive(1, "put", true);
        receive(3, "{\"status\":\"Success\"}", true);
        socket.onClose(SILENT, 1000, "");

        assertThat(streams.result()).isCompletedWithValue(new ExecResult(0, "output", "err"));
    }

    @Test
    void aMessageInSeveralFramesHasOneFirstByte() {
        receive(1, "begin", false);
        socket.onBinary(SILENT, ByteBuffer.wrap("end".getBytes(StandardCharsets.UTF_8)), true);
        receive(3, FAILURE, true);
        socket.onClose(SILENT, 1000, "");

        assertThat(streams.result()).isCompletedWithValue(new ExecResult(7, "beginend", ""));
    }

    @Test
    void aConnectionThatEndsWithoutAnExitCodeIsNoResult() {
        receive(1, "half", true);
        socket.onClose(SILENT, 1006, "gone");

        assertThat(streams.result()).isCompletedExceptionally();
        assertThat(streams.soFar()).isEqualTo("half");
    }

    @Test
    void aProgramThatPrintsWithoutEndIsGivenUp() {
        String part = "x".repeat(1 << 20);
        for (int i = 0; i < 5; i++) {
            receive(1, part, true);
        }

        assertThat(streams.result()).isCompletedExceptionally();
        assertThat(streams.soFar()).isEmpty();
    }

    @Test
    void anExitCodeThatIsNoNumberIsNoResult() {
        receive(3, FAILURE.replace("\"7\"", "\"seven\""), true);
        socket.onClose(SILENT, 1000, "");

        assertThat(streams.result()).isCompletedExceptionally();
    }

    private void receive(int channel, String text, boolean last) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.onBinary(
                SILENT,
                ByteBuffer.allocate(bytes.length + 1)
                        .put((byte) channel)
                        .put(bytes)
                        .flip(),
                last);
    }

    private static final WebSocket SILENT = new WebSocket() {
        @Override
        public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void request(long n) {}

        @Override
        public String getSubprotocol() {
            return "v4.channel.k8s.io";
        }

        @Override
        public boolean isOutputClosed() {
            return true;
        }

        @Override
        public boolean isInputClosed() {
            return false;
        }

        @Override
        public void abort() {}
    };
}
