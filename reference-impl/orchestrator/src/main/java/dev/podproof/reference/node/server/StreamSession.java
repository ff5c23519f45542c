package dev.podproof.reference.node.server;

import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.ProcessStreams;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process in a container on one side, a WebSocket on the other; each is read only as fast as the other takes it. */
final class StreamSession implements OutputReader, Channels.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);

    private final Channels channels;
    private final Outflow outflow = new Outflow();
    private final Executor blocking;
    private final CompletableFuture<ProcessStreams> process = new CompletableFuture<>();
    private final OrderedInput<ProcessStreams> input;

    private StreamSession(ServerWebSocket socket, Executor blocking) {
        this.channels = new Channels(socket);
        this.blocking = blocking;
        this.input = new OrderedInput<>(process, blocking, new Inflow(socket));
    }

    /**
     * Connects the two.
     *
     * @param first the channel on which the client hears, by an empty message, that the connection stands
     * @param start starts or joins the process, whose output goes to the reader that it is given
     */
    static void open(
            ServerWebSocket socket, Executor blocking, byte first, Function<OutputReader, ProcessStreams> start) {
        StreamSession session = new StreamSession(socket, blocking);
        session.channels.listen(session);
        socket.closeHandler(gone -> session.close());
        socket.exceptionHandler(broken -> LOG.debug("a stream's client went away: {}", broken.toString()));
        session.channels.send(first, new byte[0]);
        blocking.execute(() -> session.start(start));
    }

    private void start(Function<OutputReader, ProcessStreams> start) {
        try {
            process.complete(start.apply(this));
        } catch (RuntimeFailure failed) {
            channels.finish(Answers.failure(failed.getMessage()));
            process.completeExceptionally(failed);
        }
    }

    private void close() {
        outflow.close();
        CompletableFuture<Void> unused = process.thenAcceptAsync(ProcessStreams::close, blocking);
    }

    @Override
    public void bytes(Source source, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        byte channel = source == Source.ERR ? Channels.STDERR : Channels.STDOUT;
        outflow.send(copy.length, () -> channels.send(channel, copy));
    }

    @Override
    public void end(Optional<RuntimeFailure> failure) {
        // A process may end before the call that started it has returned.
        CompletableFuture<Void> unused =
                process.thenAcceptAsync(started -> channels.finish(lastWord(started, failure)), blocking);
    }

    private static byte[] lastWord(ProcessStreams process, Optional<RuntimeFailure> failure) {
        try {
            return failure.isPresent() ? Answers.failure(failure.get().getMessage()) : Answers.exit(process.exitCode());
        } catch (RuntimeFailure unknown) {
            return Answers.failure(unknown.getMessage());
        }
    }

    @Override
    public void stdin(Buffer bytes) {
        input.write(bytes, ProcessStreams::write);
    }

    @Override
    public void stdinEnded() {
        input.pass(ProcessStreams::endInput);
    }

    @Override
    public void resize(Buffer json) {
        TerminalSize.parse(json)
                .ifPresentOrElse(
                        size -> input.pass(started -> started.resize(size.columns(), size.rows())),
                        () -> LOG.debug("a terminal's size was not understood"));
    }
}
