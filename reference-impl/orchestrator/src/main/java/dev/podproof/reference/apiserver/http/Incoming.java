package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.exchange.Budget;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.OptionalLong;

/** A body while it arrives: as large as its caller may make it, and as all bodies together leave room for. */
final class Incoming {

    private static final String LENGTH = "Content-Length";

    private final long most;
    private final Budget.Share share;
    private final OptionalLong announced;
    private Buffer content = Buffer.buffer();
    private boolean complete;

    private Incoming(long most, Budget.Share share, OptionalLong announced) {
        this.most = most;
        this.share = share;
        this.announced = announced;
    }

    /** Whether a request has a body, or says that it will. */
    static boolean isAnnounced(HttpServerRequest request) {
        return request.headers().contains("Transfer-Encoding")
                || announced(request).orElse(0) > 0;
    }

    /**
     * Nothing of the body is there yet. All that it announces is taken at once, so that it is not let in by halves.
     *
     * @throws ApiException TOO_LARGE, or TOO_MANY_REQUESTS if there is no room for it
     */
    static Incoming expect(HttpServerRequest request, long most, Budget budget, String caller) {
        var announced = announced(request);
        if (announced.orElse(0) > most) {
            throw tooLarge(most);
        }
        return new Incoming(most, budget.take(caller, announced.orElse(0)), announced);
    }

    /**
     * Takes in what has come.
     *
     * @throws ApiException as above
     */
    void more(Buffer chunk) {
        if (content.length() + chunk.length() > most) {
            throw tooLarge(most);
        }
        if (announced.isEmpty()) {
            share.more(chunk.length());
        }
        content.appendBuffer(chunk);
    }

    /** All of it. Whoever has taken it gives back its room. */
    byte[] take() {
        var bytes = content.getBytes();
        content = Buffer.buffer();
        complete = true;
        return bytes;
    }

    /** Gives back the room of what will never be complete. */
    void abandon() {
        if (!complete) {
            close();
        }
    }

    /** Gives back its room. May be called from any thread, and more than once. */
    void close() {
        share.close();
    }

    private static ApiException tooLarge(long most) {
        return new ApiException(Reason.TOO_LARGE, "Request entity too large: limit is " + most);
    }

    private static OptionalLong announced(HttpServerRequest request) {
        var text = request.getHeader(LENGTH);
        try {
            return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException unreadable) {
            // The library has refused it already, or will.
            return OptionalLong.empty();
        }
    }
}
