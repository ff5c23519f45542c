package dev.podproof.reference.node.runtime.docker;

import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.OutputReader.Source;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeFailure.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A connection to the Engine that leaves HTTP after the first exchange, as exec and attach do. docker-java has no way to
 * close one direction of such a connection, without which {@code cat} in a container would never see its input's end.
 */
final class HijackedConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int FRAME_HEADER_BYTES = 8;
    private static final int STDERR = 2;
    private static final int LONGEST_HEADER_BYTES = 16 * 1024;

    private final SocketChannel channel;

    private HijackedConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Posts the JSON and leaves HTTP. Throws {@link RuntimeFailure} with the Engine's words if it refuses. */
    static HijackedConnection open(Path socket, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            HijackedConnection connection = new HijackedConnection(channel);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                connection.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
                connection.write(ByteBuffer.wrap(body));
                connection.expectUpgrade();
                return connection;
            } catch (IOException | RuntimeException failed) {
                channel.close();
                throw failed;
            }
        } catch (IOException cause) {
            throw unavailable(cause);
        }
    }

    private void expectUpgrade() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        // Byte by byte: what follows the header belongs to the stream.
        while (!endsHeader(head.toString(StandardCharsets.US_ASCII))) {
            one.clear();
            if (head.size() > LONGEST_HEADER_BYTES || channel.read(one) < 0) {
                throw new IOException("the Engine's answer ended early: " + head.toString(StandardCharsets.US_ASCII));
            }
            head.write(one.get(0));
        }
        String answer = head.toString(StandardCharsets.US_ASCII);
        int status = Integer.parseInt(answer.substring(9, 12));
        if (status != 101 && status != 200) {
            throw refusal(status, readToEnd());
        }
    }

    private static boolean endsHeader(String head) {
        return head.endsWith("\r\n\r\n");
    }

    private String readToEnd() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        channel.shutdownOutput();
        while (body.toString(StandardCharsets.UTF_8).indexOf('}') < 0 && channel.read(buffer) >= 0) {
            buffer.flip();
            body.write(buffer.array(), 0, buffer.limit());
            buffer.clear();
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private static RuntimeFailure refusal(int status, String body) {
        Reason reason =
                switch (status) {
                    case 400 -> Reason.REFUSED;
                    case 404 -> Reason.NOT_FOUND;
                    case 409 -> Reason.CONFLICT;
                    default -> Reason.FAILED;
                };
        int start = body.indexOf('{');
        int end = body.lastIndexOf('}');
        String json = start < 0 || end < start ? body : body.substring(start, end + 1);
        return new RuntimeFailure(reason, "Error response from daemon: " + Engine.words(json), null);
    }

    /** Begins to read on a thread of its own; without a terminal the two outputs come in frames. */
    void read(boolean tty, OutputReader reader) {
        Thread thread = new Thread(() -> readAll(tty, reader), "docker-stream");
        thread.setDaemon(true);
        thread.start();
    }

    private void readAll(boolean tty, OutputReader reader) {
        Optional<RuntimeFailure> failure = Optional.empty();
        try {
            if (tty) {
                readRaw(reader);
            } else {
                readFrames(reader);
            }
        } catch (ClosedChannelException closed) {
            // We closed it: whoever reads does not want more.
            failure = Optional.empty();
        } catch (IOException cause) {
            failure = Optional.of(unavailable(cause));
        }
        reader.end(failure);
    }

    private void readRaw(OutputReader reader) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            reader.bytes(Source.OUT, buffer);
            buffer.clear();
        }
    }

    private void readFrames(OutputReader reader) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER_BYTES);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (fill(header.clear())) {
            Source source = header.get(0) == STDERR ? Source.ERR : Source.OUT;
            int left = header.getInt(4);
            while (left > 0) {
                buffer.clear().limit(Math.min(left, BUFFER_BYTES));
                if (channel.read(buffer) < 0) {
                    return;
                }
                buffer.flip();
                left -= buffer.limit();
                reader.bytes(source, buffer);
            }
        }
    }

    /** False at the end of the stream. */
    private boolean fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException cause) {
            throw unavailable(cause);
        }
    }

    void endInput() {
        try {
            channel.shutdownOutput();
        } catch (IOException cause) {
            throw unavailable(cause);
        }
    }

    /** False once {@link #close()} was called; the Engine's end does not close it. */
    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException cause) {
            throw unavailable(cause);
        }
    }

    private static RuntimeFailure unavailable(IOException cause) {
        return new RuntimeFailure(
                Reason.UNAVAILABLE, "the connection to the Docker Engine broke: " + cause.getMessage(), cause);
    }
}
