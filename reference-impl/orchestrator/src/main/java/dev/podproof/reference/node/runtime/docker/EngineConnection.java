package dev.podproof.reference.node.runtime.docker;

import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeFailure.Reason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A connection of its own to the Engine, for what may last: exec and attach, which leave HTTP after the first exchange, logs that are
 * followed, and the wait for a container's end. docker-java has one pool for everything, so that who looks on for long would take the
 * place of who works; and it has no way to close one direction of a connection, without which {@code cat} in a container would never
 * see its input's end.
 */
final class EngineConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 32 * 1024;
    private static final String END_OF_HEAD = "\r\n\r\n";

    /** An Engine that says nothing for that long is not waited for any longer; a unix socket knows no timeouts. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SocketChannel channel;
    /** The head of the answer, and what came together with it. */
    private final ByteBuffer ahead = ByteBuffer.allocate(BUFFER_BYTES);

    private EngineConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Posts the JSON and leaves HTTP. Throws {@link RuntimeFailure} with the Engine's words if it refuses. */
    static EngineConnection upgrade(Path socket, String path, String json) {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        String head = "POST " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
        return open(socket, head + json, PATIENCE);
    }

    /** Asks, and is answered as it comes: the answer's end is the connection's. Throws {@link RuntimeFailure} as above. */
    static EngineConnection ask(Path socket, String method, String path) {
        return ask(socket, method, path, PATIENCE);
    }

    /** @param patience how long the first word of the answer may take */
    static EngineConnection ask(Path socket, String method, String path, Duration patience) {
        // In the newer version of HTTP the answer would come in chunks, which say nothing that its end does not.
        return open(socket, method + " " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n", patience);
    }

    private static EngineConnection open(Path socket, String request, Duration patience) {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            EngineConnection connection = new EngineConnection(channel);
            CompletableFuture<Void> unused = answered.completeOnTimeout(
                            false, patience.toMillis(), TimeUnit.MILLISECONDS)
                    .thenAccept(inTime -> {
                        if (!inTime) {
                            connection.close();
                        }
                    });
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                connection.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
                connection.expectAnswer();
                answered.complete(true);
                return connection;
            } catch (IOException | RuntimeException failed) {
                boolean inTime = answered.complete(true);
                channel.close();
                if (!inTime) {
                    throw new IOException("it said nothing for " + patience.toSeconds() + " s", failed);
                }
                throw failed;
            }
        } catch (IOException cause) {
            throw unavailable(cause);
        }
    }

    private void expectAnswer() throws IOException {
        String head = "";
        int end = -1;
        while (end < 0) {
            if (!ahead.hasRemaining() || channel.read(ahead) < 0) {
                throw new IOException("the Engine's answer ended early: " + head);
            }
            head = new String(ahead.array(), 0, ahead.position(), StandardCharsets.ISO_8859_1);
            end = head.indexOf(END_OF_HEAD);
        }
        // What follows belongs to the stream.
        ahead.flip().position(end + END_OF_HEAD.length());
        int status = Integer.parseInt(head.substring(9, 12));
        if (status != 101 && status != 200) {
            throw refusal(status, readRefusal());
        }
    }

    /** Not to its end: after an upgrade that was refused the Engine leaves the connection open. */
    private String readRefusal() throws IOException {
        channel.shutdownOutput();
        ahead.compact();
        while (true) {
            String body = new String(ahead.array(), 0, ahead.position(), StandardCharsets.UTF_8);
            if (body.indexOf('}') >= 0 || !ahead.hasRemaining() || channel.read(ahead) < 0) {
                return body;
            }
        }
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

    /**
     * Begins to read on a thread of its own, until the Engine ends or we do.
     *
     * @param ended called once, after the last bytes; with the failure if it was one that ended them
     */
    void read(Consumer<ByteBuffer> bytes, Consumer<Optional<RuntimeFailure>> ended) {
        Thread thread = new Thread(() -> ended.accept(readAll(bytes)), "docker-stream");
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads to the end on the caller's thread, and closes. Throws {@link RuntimeFailure} if it breaks off. */
    void readHere(Consumer<ByteBuffer> bytes) {
        Optional<RuntimeFailure> failure = readAll(bytes);
        close();
        failure.ifPresent(broken -> {
            throw broken;
        });
    }

    private Optional<RuntimeFailure> readAll(Consumer<ByteBuffer> bytes) {
        try {
            if (ahead.hasRemaining()) {
                bytes.accept(ahead);
            }
            while (channel.read(ahead.clear()) >= 0) {
                bytes.accept(ahead.flip());
            }
            return Optional.empty();
        } catch (ClosedChannelException closed) {
            // We closed it: whoever reads does not want more.
            return Optional.empty();
        } catch (IOException cause) {
            return Optional.of(unavailable(cause));
        }
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
