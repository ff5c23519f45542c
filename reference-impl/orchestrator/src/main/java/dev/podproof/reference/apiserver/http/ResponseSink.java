package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.web.Phases;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** A stream as a chunked response: a frame is a line. */
final class ResponseSink extends Outbox {

    private final HttpServerResponse response;

    private ResponseSink(HttpServerResponse response, Yard yard, Context loop, Phases phases, String caller) {
        super(yard, loop, phases, caller);
        this.response = response;
    }

    static void open(HttpServerResponse response, Yard yard, Context loop, Phases phases, Reply.Stream stream) {
        var sink = new ResponseSink(response, yard, loop, phases, stream.caller());
        if (response.closed()) {
            sink.closed();
            stream.start().accept(sink);
            return;
        }
        response.setChunked(true).setWriteQueueMaxSize(QUEUE_BYTES).putHeader("Content-Type", Reply.JSON);
        response.closeHandler(unused -> sink.closed());
        response.endHandler(unused -> sink.closed());
        response.exceptionHandler(unused -> sink.closed());
        // Clients wait for the headers before they believe that they watch.
        response.writeHead();
        stream.start().accept(sink);
    }

    @Override
    boolean isOver() {
        return response.ended() || response.closed();
    }

    @Override
    void write(List<Piece> pieces) {
        response.write(Buffers.join(pieces));
    }

    @Override
    void finish() {
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }
}
