package dev.podproof.reference.node.server;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.ContainerStreams.LogQuery;
import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A container's output as the body of a response, for as long as the client wants it. */
record LogRequest(ContainerStreams streams, Container container, LogQuery query, long limit) {
    private static final Logger LOG = LoggerFactory.getLogger(LogRequest.class);

    /** Throws {@link Refused} if there is no such container, or an option makes no sense. */
    static LogRequest of(Target target, Query options, PodLookup pods, ContainerStreams streams, Clock clock) {
        Optional<Instant> sinceTime = options.time("sinceTime");
        Optional<Instant> since = options.number("sinceSeconds", 1)
                .map(seconds -> secondsBefore(clock.instant(), seconds))
                .or(() -> sinceTime);
        LogQuery query =
                new LogQuery(options.flag("follow"), options.flag("timestamps"), options.number("tailLines", 0), since);
        long limit = options.number("limitBytes", 1).orElse(Long.MAX_VALUE);
        Container container = options.flag("previous") ? target.previous(pods) : target.current(pods);
        return new LogRequest(streams, container, query, limit);
    }

    /** A time before there were containers is as good as any earlier one. */
    private static Instant secondsBefore(Instant now, long seconds) {
        return seconds > now.getEpochSecond() ? Instant.EPOCH : now.minusSeconds(seconds);
    }

    /** On a thread that may wait for the engine. Throws RuntimeFailure if it refuses, before anything is answered. */
    void answer(HttpServerResponse response) {
        Outflow outflow = new Outflow();
        Body body = new Body(response, outflow, limit);
        response.setChunked(true).putHeader("Content-Type", "text/plain");
        // A short log may be over, and the answer with it, before the call that began to read it has returned.
        CompletableFuture<AutoCloseable> reading = new CompletableFuture<>();
        response.closeHandler(gone -> end(reading, outflow));
        response.endHandler(done -> end(reading, outflow));
        reading.complete(streams.logs(container.id(), query, body));
        body.begin();
        if (response.closed()) {
            end(reading, outflow);
        }
    }

    private static void end(CompletableFuture<AutoCloseable> reading, Outflow outflow) {
        outflow.close();
        CompletableFuture<Void> unused = reading.thenAccept(LogRequest::close);
    }

    private static void close(AutoCloseable reading) {
        try {
            reading.close();
        } catch (Exception cause) {
            LOG.warn("reading a log could not be ended", cause);
        }
    }

    private static final class Body implements OutputReader {
        private final HttpServerResponse response;
        private final Outflow outflow;
        private long left;
        private boolean over;

        Body(HttpServerResponse response, Outflow outflow, long limit) {
            this.response = response;
            this.outflow = outflow;
            this.left = limit;
        }

        /** The head goes out now: a client may wait for it long before anything is written to the log. */
        synchronized void begin() {
            if (!over && !response.headWritten() && !response.closed()) {
                response.write(Buffer.buffer());
            }
        }

        @Override
        public void bytes(Source source, ByteBuffer bytes) {
            if (left == 0) {
                return;
            }
            byte[] chunk = new byte[(int) Math.min(left, bytes.remaining())];
            bytes.get(chunk);
            left -= chunk.length;
            boolean wanted = outflow.send(chunk.length, () -> response.write(Buffer.buffer(chunk)));
            if (wanted && left == 0) {
                finish();
            }
        }

        /** What breaks off must not look as if it had come to its end. */
        @Override
        public void end(Optional<RuntimeFailure> failure) {
            if (failure.isPresent()) {
                LOG.warn("a log broke off: {}", failure.get().getMessage());
                response.reset();
            } else {
                finish();
            }
        }

        private synchronized void finish() {
            over = true;
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        }
    }
}
