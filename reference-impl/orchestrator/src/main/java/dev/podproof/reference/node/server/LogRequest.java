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
                .map(seconds -> clock.instant().minusSeconds(seconds))
                .or(() -> sinceTime);
        LogQuery query = new LogQuery(
                options.flag("follow"),
                options.flag("timestamps"),
                options.number("tailLines", 0).map(Math::toIntExact),
                since);
        long limit = options.number("limitBytes", 1).orElse(Long.MAX_VALUE);
        Container container = options.flag("previous") ? target.previous(pods) : target.current(pods);
        return new LogRequest(streams, container, query, limit);
    }

    void answer(HttpServerResponse response) {
        Outflow outflow = new Outflow();
        response.setChunked(true).putHeader("Content-Type", "text/plain");
        // The head goes out now: a client may wait for it long before anything is written to the log.
        response.write(Buffer.buffer());
        // A short log may be over, and the answer with it, before the call that began to read it has returned.
        CompletableFuture<AutoCloseable> reading = new CompletableFuture<>();
        response.closeHandler(gone -> end(reading, outflow));
        response.endHandler(done -> end(reading, outflow));
        reading.complete(streams.logs(container.id(), query, new Body(response, outflow, limit)));
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

        Body(HttpServerResponse response, Outflow outflow, long limit) {
            this.response = response;
            this.outflow = outflow;
            this.left = limit;
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
                response.end();
            }
        }

        @Override
        public void end(Optional<RuntimeFailure> failure) {
            failure.ifPresent(cause -> LOG.warn("a log broke off: {}", cause.getMessage()));
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        }
    }
}
