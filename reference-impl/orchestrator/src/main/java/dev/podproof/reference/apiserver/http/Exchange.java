package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.apiserver.exchange.Budget;
import dev.podproof.reference.apiserver.exchange.Handler;
import dev.podproof.reference.apiserver.exchange.Query;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.apiserver.exchange.Verdict;
import dev.podproof.reference.web.Phases;
import dev.podproof.reference.web.Times;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** One request and its answer, on one event loop. Its body is read once it is known whose it is and that he may send it. */
final class Exchange {

    private static final byte[] NO_BODY = {};
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** What an answer may have to be sent at once, and not as its reader takes it. */
    private static final long AT_ONCE = 64 * 1024;

    private final HttpServerRequest request;
    private final Phases phases;
    private final Context loop;
    private final Surroundings surroundings;
    private final Thread loopThread = Thread.currentThread();
    private final boolean announced;
    private Optional<Incoming> incoming = Optional.empty();
    private Optional<byte[]> body = Optional.empty();
    private boolean refused;

    /** What all exchanges of a server share. */
    record Surroundings(Handler handler, NodeTunnels tunnels, Times times, Budget requests, Outbox.Yard yard) {}

    Exchange(HttpServerRequest request, Phases phases, Context loop, Surroundings surroundings) {
        this.request = request;
        this.phases = phases;
        this.loop = loop;
        this.surroundings = surroundings;
        this.announced = Incoming.isAnnounced(request);
    }

    /** @param certificate the subject of the caller's certificate */
    void begin(Optional<X500Principal> certificate) {
        if (announced || wantsUpgrade()) {
            request.pause();
        }
        phases.whenLate(() -> refuse(Refusal.timeout(surroundings.times().request())));
        Verdict verdict;
        Request head;
        try {
            head = head(certificate);
            verdict = surroundings.handler().judge(head);
        } catch (ApiException wrong) {
            refuse(Refusal.of(wrong));
            return;
        }
        if (verdict instanceof Verdict.Answered answered) {
            send(answered.reply());
            return;
        }
        var allowed = (Verdict.Allowed) verdict;
        phases.known();
        if (announced && allowed.body() > 0 && !wantsUpgrade()) {
            receive(head, allowed);
        } else {
            work(head, allowed);
        }
    }

    private Request head(Optional<X500Principal> certificate) {
        var query = Query.parse(request.query());
        var rawQuery = request.query() == null ? "" : request.query();
        var path = request.path() == null ? "/" : request.path();
        return new Request(
                request.method().name(), path, rawQuery, query, this::header, NO_BODY, certificate, wantsUpgrade());
    }

    /** One that is there several times, as one with all values (RFC 9110, 5.3). */
    private String header(String name) {
        var values = request.headers().getAll(name);
        return values.size() < 2 ? request.getHeader(name) : String.join(",", values);
    }

    private void receive(Request head, Verdict.Allowed allowed) {
        Incoming arriving;
        try {
            arriving = Incoming.expect(request, allowed.body(), surroundings.requests(), allowed.caller());
        } catch (ApiException noRoom) {
            refuse(Refusal.of(noRoom));
            return;
        }
        incoming = Optional.of(arriving);
        phases.whenDone(arriving::abandon);
        request.exceptionHandler(gone -> refused = true);
        request.handler(chunk -> {
            try {
                arriving.more(chunk);
            } catch (ApiException tooMuch) {
                refuse(Refusal.of(tooMuch));
            }
        });
        request.endHandler(unused -> {
            if (!refused) {
                body = Optional.of(arriving.take());
                work(head.with(body.get()), allowed);
            }
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    private void work(Request whole, Verdict.Allowed allowed) {
        allowed.work().apply(whole).whenComplete((reply, never) -> onLoop(reply));
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
        // The body is held until here even if the answer is late: it was worked on.
        incoming.ifPresent(body -> phases.whenDone(body::close));
        if (reply instanceof Reply.Held held) {
            phases.whenDone(held.release());
            sendNow(held.reply());
        } else {
            sendNow(reply);
        }
    }

    private void sendNow(Reply reply) {
        if (refused) {
            return;
        }
        if (reply instanceof Reply.Whole whole) {
            write(whole);
        } else if (reply instanceof Reply.Parts parts) {
            write(parts);
        } else if (reply instanceof Reply.Stream stream) {
            open(stream);
        } else {
            phases.passesOn();
            surroundings.tunnels().connect(request, phases, body.map(Buffer::buffer), reply);
        }
    }

    private void open(Reply.Stream stream) {
        phases.streams();
        if (wantsUpgrade()) {
            request.toWebSocket()
                    .onSuccess(socket -> SocketSink.open(socket, surroundings.yard(), loop, phases, stream))
                    .onFailure(failed -> endUnanswered());
        } else {
            ResponseSink.open(request.response(), surroundings.yard(), loop, phases, stream);
        }
    }

    /** The library has said why, or it has not: then the connection is of no more use. */
    private void endUnanswered() {
        if (!request.response().ended()) {
            phases.cut();
        }
    }

    private void refuse(Reply.Whole refusal) {
        refused = true;
        write(refusal);
    }

    private void write(Reply.Whole whole) {
        long length = whole.chunks().stream().mapToLong(chunk -> chunk.length).sum();
        if (!begin(whole.status(), whole.contentType(), length)) {
            return;
        }
        whole.headers().forEach(request.response()::putHeader);
        finish(whole.chunks(), length);
    }

    private void write(Reply.Parts parts) {
        if (parts.length() >= 0 && parts.length() <= AT_ONCE) {
            List<byte[]> all = new ArrayList<>();
            parts.parts().forEachRemaining(all::add);
            write(new Reply.Whole(200, Reply.JSON, all, Map.of()));
            return;
        }
        Budget.Share share;
        // What has been done is not refused any more.
        long held = READS.contains(request.method()) ? AT_ONCE + parts.held() : 0;
        try {
            share = surroundings.yard().answers().take(parts.caller(), held);
        } catch (ApiException tooMany) {
            refuse(Refusal.of(tooMany));
            return;
        }
        phases.whenDone(share::close);
        if (!begin(200, Reply.JSON, parts.length())) {
            share.close();
        } else if (HttpMethod.HEAD.equals(request.method())) {
            request.response().end();
        } else {
            boolean made = parts.length() < 0;
            var counted = made ? new Counted(parts.parts(), share, held) : parts.parts();
            PartsWriter.begin(request.response(), phases, surroundings.yard().drift(), counted);
        }
    }

    /** Parts that are made for one reader take room while they are sent. */
    private record Counted(Iterator<byte[]> parts, Budget.Share share, long beside) implements Iterator<byte[]> {

        @Override
        public boolean hasNext() {
            return parts.hasNext();
        }

        @Override
        public byte[] next() {
            var part = parts.next();
            share.hold(beside + (part.length > AT_ONCE ? part.length : 0));
            return part;
        }
    }

    private void finish(List<byte[]> chunks, long length) {
        if (HttpMethod.HEAD.equals(request.method())) {
            request.response().end();
        } else if (length <= AT_ONCE) {
            request.response().end(Buffers.wrap(chunks));
        } else {
            PartsWriter.begin(request.response(), phases, surroundings.yard().drift(), chunks.iterator());
        }
    }

    /** Writes no head yet; false if nobody is there to read it. */
    private boolean begin(int status, String contentType, long length) {
        var response = request.response();
        if (response.closed() || response.ended() || response.headWritten()) {
            return false;
        }
        response.setStatusCode(status).putHeader("Content-Type", contentType);
        if (length >= 0) {
            response.putHeader("Content-Length", String.valueOf(length));
        } else {
            response.setChunked(true);
        }
        phases.answers(Math.max(0, length));
        if (announced && !request.isEnded()) {
            // Nobody wants what is still to come of it.
            response.putHeader("Connection", "close");
            phases.closeAfterAnswer();
            request.handler(null).endHandler(null);
        }
        request.resume();
        return true;
    }

    private boolean wantsUpgrade() {
        return request.headers().contains("Upgrade");
    }
}
