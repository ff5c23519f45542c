package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.web.Phases;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One caller's way to a node or pod. Whatever ends it (an answer, a refusal, silence, the caller's leaving, the node's), and however far
 * it came by then, it counts no more, and no connection is left behind. Lives on the caller's event loop.
 */
final class Tunnel {

    private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final long NO_TIMER = -1;

    /** Credentials stay here; everything else is between the caller and the node. */
    private static final String[] NOT_PASSED_ON = {
        "Authorization", "Host", "Cookie", "Content-Length", "Transfer-Encoding"
    };

    private final Vertx vertx;
    private final HttpServerRequest caller;
    private final Phases phases;
    private final Optional<Buffer> body;
    private final String whom;
    private final Runnable uncount;
    private final boolean upgrade;
    private Terms terms;
    private HttpClientRequest request;
    private long timer = NO_TIMER;
    private boolean over;

    /**
     * One that is counted already.
     *
     * @param whom where it leads, in words
     * @param uncount to be run when it is over
     */
    Tunnel(Vertx vertx, HttpServerRequest caller, Phases phases, Optional<Buffer> body, String whom, Runnable uncount) {
        this.vertx = vertx;
        this.caller = caller;
        this.phases = phases;
        this.body = body;
        this.whom = whom;
        this.uncount = uncount;
        this.upgrade = caller.headers().contains("Upgrade");
    }

    /**
     * What holds for whoever is dialled.
     *
     * @param answer how long an answer is waited for; empty if that is the caller's business
     * @param redirects where it may send its caller on; empty if it may not: who follows takes his credentials along
     * @param isMeant whether it is who is meant, as far as its certificate's authority does not say
     */
    record Terms(Optional<Duration> answer, Optional<Redirects> redirects, Predicate<HttpConnection> isMeant) {}

    /**
     * Dials.
     *
     * @param where throws IllegalArgumentException if that is nowhere
     */
    void open(HttpClient client, Supplier<RequestOptions> where, Terms terms) {
        this.terms = terms;
        var reply = caller.response();
        if (reply.closed()) {
            end();
            return;
        }
        reply.closeHandler(left -> end());
        phases.whenLate(() -> fail(Refusal::silence, whom + " has not answered in time"));
        try {
            client.request(where.get().setMethod(caller.method()))
                    .onSuccess(this::ask)
                    .onFailure(failure -> fail(Refusal::badGateway, "cannot reach " + whom + ": " + words(failure)));
        } catch (IllegalArgumentException noAddress) {
            fail(Refusal::badGateway, "cannot reach " + whom + ": " + words(noAddress));
        }
    }

    private void ask(HttpClientRequest dialled) {
        request = dialled;
        if (over) {
            drop();
            return;
        }
        if (!terms.isMeant().test(dialled.connection())) {
            fail(Refusal::badGateway, whom + " shows a certificate that no longer counts: its host was removed");
            return;
        }
        // A request that has left HTTP never ends by itself: without a handler its end is called an error, too.
        request.exceptionHandler(broken -> LOG.debug("a way to {} ended: {}", whom, broken.toString()));
        terms.answer()
                .ifPresent(limit -> timer = vertx.setTimer(
                        limit.toMillis(),
                        unused -> fail(Refusal::silence, whom + " did not answer within " + limit.toSeconds() + " s")));
        copy(caller.headers(), request.headers());
        var asked = upgrade ? request.connect() : body.map(request::send).orElseGet(request::send);
        asked.onSuccess(this::answer)
                .onFailure(failure -> fail(Refusal::badGateway, whom + " did not answer: " + words(failure)));
    }

    private void answer(HttpClientResponse response) {
        quiet();
        if (over) {
            drop();
            return;
        }
        phases.passesBack();
        boolean leavesHttp = response.statusCode() == SWITCHING_PROTOCOLS;
        if (leavesHttp && upgrade && caller.method().equals(HttpMethod.GET)) {
            join(response);
        } else if (leavesHttp) {
            fail(Refusal::badGateway, whom + " left HTTP, which it may for a GET with an Upgrade header only");
        } else if (terms.redirects().isEmpty() && Redirects.isOne(response.statusCode(), response.headers())) {
            fail(Refusal::badGateway, whom + " wants to send its caller elsewhere, which is not permitted");
        } else {
            terms.redirects().ifPresent(within -> within.rewrite(response.headers()));
            passOn(response);
        }
    }

    /**
     * What the node had sent reaches the caller before the end does. What a caller that left had sent is dropped: the node may never
     * take it, and an orderly close would wait for that.
     */
    private void join(HttpClientResponse response) {
        caller.response().setStatusCode(SWITCHING_PROTOCOLS).headers().addAll(response.headers());
        var node = response.netSocket();
        node.pause();
        caller.toNetSocket().onSuccess(socket -> join(socket, node)).onFailure(failure -> end());
    }

    private void join(NetSocket socket, NetSocket node) {
        socket.closeHandler(left -> end());
        Pump.start(socket, node, (ConnectionBase) request.connection());
        Pump.start(node, socket, (ConnectionBase) caller.connection());
    }

    private void passOn(HttpClientResponse response) {
        caller.resume();
        var reply = caller.response();
        reply.setStatusCode(response.statusCode()).headers().addAll(response.headers());
        reply.headers().remove("Connection");
        if (!response.headers().contains("Content-Length")) {
            reply.setChunked(true);
        }
        // What breaks off must not look as if it had come to its end.
        response.exceptionHandler(broken -> caller.connection().close());
        response.endHandler(done -> {
            reply.end();
            complete();
        });
        response.handler(chunk -> passOn(chunk, response));
    }

    /** A pipe would go on to a caller that leaves while it is written to, and log that as an error. */
    private void passOn(Buffer chunk, HttpClientResponse response) {
        var reply = caller.response();
        if (reply.closed()) {
            return;
        }
        reply.write(chunk);
        if (!reply.closed() && reply.writeQueueFull()) {
            response.pause();
            reply.drainHandler(drained -> response.resume());
        }
    }

    private void fail(Function<String, Reply.Whole> refusal, String why) {
        if (over) {
            return;
        }
        LOG.warn("{} {}: {}", caller.method(), caller.path(), why);
        var reply = caller.response();
        if (reply.closed() || reply.headWritten()) {
            caller.connection().close();
        } else {
            caller.resume();
            Refusal.send(reply, refusal.apply(why));
        }
        end();
    }

    /** The answer has come to its end, and its connection may serve again: but one that was to leave HTTP can't ask anything more. */
    private void complete() {
        if (upgrade) {
            end();
        } else if (!over) {
            over = true;
            uncount.run();
        }
    }

    /** Nothing more of it is wanted. */
    private void end() {
        if (!over) {
            over = true;
            quiet();
            uncount.run();
            drop();
        }
    }

    private void quiet() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    /** Without the farewell of TLS, which would wait behind what the other side never takes. */
    private void drop() {
        if (request != null) {
            var unused = ((ConnectionBase) request.connection())
                    .channelHandlerContext()
                    .close();
        }
    }

    private static String words(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static void copy(MultiMap from, MultiMap to) {
        to.addAll(from);
        for (var header : NOT_PASSED_ON) {
            to.remove(header);
        }
        for (var header : from.names()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("impersonate-")) {
                to.remove(header);
            }
        }
    }
}
