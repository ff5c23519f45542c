package dev.podproof.reference.node.server;

import dev.podproof.reference.node.runtime.RuntimeFailure;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a port of a pod. Each direction ends by itself, and each is read only as fast as the other side takes it. */
final class ForwardedConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardedConnection.class);
    private static final int BUFFER_BYTES = 32 * 1024;

    /** The way back to the client. */
    interface Client {

        /** Waits while the client is slow; false if it is gone. */
        boolean data(byte[] bytes);

        /** The pod sends nothing more. */
        void ended();

        /** There is no connection, or it broke; nothing more comes. */
        void failed(String why);
    }

    private final Executor blocking;
    private final Client client;
    private final CompletableFuture<SocketChannel> socket = new CompletableFuture<>();
    private final OrderedInput<SocketChannel> input;

    private final AtomicReference<Runnable> closed = new AtomicReference<>(() -> {});

    private volatile boolean podDone;
    private volatile boolean clientDone;

    ForwardedConnection(Executor blocking, Inflow inflow, Client client) {
        this.blocking = blocking;
        this.client = client;
        this.input = new OrderedInput<>(socket, blocking, inflow);
    }

    /**
     * Connects, and passes on what the pod sends until its end; then says so to the client, and to whoever started it.
     *
     * @param done the pod sends nothing more
     * @param over run once, when nobody wants anything of it any more
     */
    void start(Supplier<SocketChannel> dial, Runnable done, Runnable over) {
        closed.set(over);
        blocking.execute(() -> {
            Optional<String> failure = Optional.empty();
            try {
                SocketChannel connected = dial.get();
                socket.complete(connected);
                copy(connected);
            } catch (RuntimeFailure | IOException failed) {
                socket.completeExceptionally(failed);
                failure = Optional.of(Objects.requireNonNullElse(failed.getMessage(), failed.toString()));
            }
            podDone = true;
            failure.ifPresentOrElse(client::failed, client::ended);
            closeIfOver();
            done.run();
        });
    }

    /** There will be no connection. */
    void refuse(String why) {
        podDone = true;
        client.failed(why);
    }

    /** True once the pod sends nothing more. */
    boolean podIsDone() {
        return podDone;
    }

    /** True once neither side sends anything more. */
    boolean isOver() {
        return podDone && clientDone;
    }

    private void copy(SocketChannel connected) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (connected.read(buffer) >= 0) {
            if (!client.data(Arrays.copyOf(buffer.array(), buffer.position()))) {
                return;
            }
            buffer.clear();
        }
    }

    /** What the client sends. */
    void write(Buffer bytes) {
        input.write(bytes, (connected, left) -> {
            while (left.hasRemaining()) {
                connected.write(left);
            }
        });
    }

    /** The client sends nothing more. */
    void endInput() {
        clientDone = true;
        input.pass(SocketChannel::shutdownOutput);
        closeIfOver();
    }

    private void closeIfOver() {
        if (isOver()) {
            close();
        }
    }

    /** The client is gone, or wants nothing more. */
    void close() {
        closed.getAndSet(() -> {}).run();
        CompletableFuture<Void> unused = socket.thenAcceptAsync(
                connected -> {
                    try {
                        connected.close();
                    } catch (IOException cause) {
                        LOG.debug("a forwarded connection did not close well", cause);
                    }
                },
                blocking);
    }
}
