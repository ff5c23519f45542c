package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.apiserver.exchange.Reply;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** A stream as a chunked response: a frame is a line. */
final class ResponseSink extends Outbox {

    private final HttpServerResponse response;
    private final Runnable cut;

    private ResponseSink(HttpServerResponse response, Runnable cut, Context loop) {
        super(loop);
        this.response = response;
        this.cut = cut;
    }

    static void open(HttpServerResponse response, Runnable cut, Context loop, Reply.Stream stream) {
        if (response.closed()) {
            return;
        }
        response.setChunked(true).putHeader("Content-Type", Reply.JSON);
        var sink = new ResponseSink(response, cut, loop);
        response.closeHandler(unused -> sink.closed());
        response.endHandler(unused -> sink.closed());
        response.exceptionHandler(unused -> sink.closed());
        response.drainHandler(unused -> sink.drain());
        // Clients wait for the headers before they believe that they watch.
        response.writeHead();
        stream.start().accept(sink);
    }

    @Override
    boolean isFull() {
        // What has ended can't be asked whether it is full; what wakes this up may come later than the end.
        return response.ended() || response.closed() || response.writeQueueFull();
    }

    @Override
    void write(List<byte[]> frames) {
        response.write(Buffers.wrap(frames));
    }

    @Override
    void finish() {
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }

    @Override
    void cut() {
        cut.run();
    }
}
