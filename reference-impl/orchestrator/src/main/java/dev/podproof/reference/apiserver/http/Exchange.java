package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.apiserver.exchange.Handler;
import dev.podproof.reference.apiserver.exchange.Query;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** One request and its answer, on one event loop. */
final class Exchange {

    /** What Kubernetes allows a request's body to be. */
    private static final int MAX_BODY_BYTES = 3 * 1024 * 1024;

    private static final byte[] NO_BODY = {};
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final HttpServerRequest request;
    private final Handler handler;
    private final NodeTunnels tunnels;
    private final Optional<X500Principal> certificate;
    private final Duration patience;
    private final Context loop;
    private final Thread loopThread = Thread.currentThread();
    private Buffer body;
    private boolean refused;

    /** @param certificate the subject of the caller's certificate */
    Exchange(
            HttpServerRequest request,
            Handler handler,
            NodeTunnels tunnels,
            Optional<X500Principal> certificate,
            Duration patience,
            Context loop) {
        this.request = request;
        this.handler = handler;
        this.tunnels = tunnels;
        this.certificate = certificate;
        this.patience = patience;
        this.loop = loop;
    }

    void begin() {
        if (wantsUpgrade()) {
            request.pause();
            handle(NO_BODY);
            return;
        }
        if (!READS.contains(request.method())) {
            limitTime();
        }
        request.exceptionHandler(gone -> refused = true);
        request.handler(this::more);
        request.endHandler(unused -> {
            if (!refused) {
                handle(body == null ? NO_BODY : body.getBytes());
            }
        });
    }

    /** What only reads is answered from memory at once, or goes on for as long as it wants to. */
    private void limitTime() {
        long timer = loop.owner().setTimer(patience.toMillis(), unused -> {
            refused = true;
            write(Refusal.timeout(patience));
        });
        request.response().endHandler(unused -> loop.owner().cancelTimer(timer));
        request.response().closeHandler(unused -> loop.owner().cancelTimer(timer));
    }

    private void more(Buffer chunk) {
        if (refused) {
            return;
        }
        if (body == null) {
            body = Buffer.buffer(chunk.length());
        }
        if (body.length() + chunk.length() > MAX_BODY_BYTES) {
            refused = true;
            body = null;
            write(Refusal.tooLarge(MAX_BODY_BYTES));
            return;
        }
        body.appendBuffer(chunk);
    }

    private void handle(byte[] content) {
        Query query;
        try {
            query = Query.parse(request.query());
        } catch (ApiException e) {
            write(Refusal.badRequest(e.getMessage()));
            return;
        }
        var rawQuery = request.query() == null ? "" : request.query();
        var path = request.path() == null ? "/" : request.path();
        handler.handle(new Request(
                        request.method().name(),
                        path,
                        rawQuery,
                        query,
                        request.headers()::get,
                        content,
                        certificate,
                        wantsUpgrade()))
                .whenComplete((reply, failure) -> onLoop(reply));
    }

    /** What is answered at once is answered on the spot; the store answers from its own thread. */
    private void onLoop(Reply reply) {
        if (Thread.currentThread() == loopThread) {
            send(reply);
        } else {
            loop.runOnContext(unused -> send(reply));
        }
    }

    private void send(Reply reply) {
        if (reply instanceof Reply.Whole whole) {
            request.resume();
            write(whole);
        } else if (reply instanceof Reply.Stream stream) {
            if (wantsUpgrade()) {
                request.toWebSocket().onSuccess(socket -> SocketSink.open(socket, loop, stream));
            } else {
                ResponseSink.open(request.response(), () -> request.connection().close(), loop, stream);
            }
        } else if (reply instanceof Reply.Tunnel tunnel) {
            tunnels.connect(request, Optional.ofNullable(body), tunnel);
        } else if (reply instanceof Reply.ToPod way) {
            tunnels.connect(request, Optional.ofNullable(body), way);
        }
    }

    private void write(Reply.Whole whole) {
        var response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(whole.status()).putHeader("Content-Type", whole.contentType());
        whole.headers().forEach(response::putHeader);
        if (HttpMethod.HEAD.equals(request.method())) {
            response.end();
            return;
        }
        response.end(Buffers.wrap(whole.chunks()));
    }

    private boolean wantsUpgrade() {
        return request.headers().contains("Upgrade");
    }
}
