package dev.podproof.reference.faults;

import dev.podproof.reference.apiserver.exchange.Handler;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.apiserver.exchange.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The API server's answers to whole requests, that faults stand before. */
interface Answers {
    CompletionStage<Reply> handle(Request request);

    /** Those of the server itself, each in one piece or as a stream. */
    static Answers of(Handler server) {
        return request -> {
            Verdict verdict = server.judge(request);
            CompletionStage<Reply> reply = verdict instanceof Verdict.Allowed allowed
                    ? allowed.work().apply(request)
                    : CompletableFuture.completedStage(((Verdict.Answered) verdict).reply());
            return reply.thenApply(Documents::plain);
        };
    }

    /** The server with these answers. Whom it refuses by a request's head alone, it refuses as ever. */
    static Handler before(Handler server, Answers answers) {
        return head -> {
            Verdict verdict = server.judge(head);
            return verdict instanceof Verdict.Allowed allowed
                    ? new Verdict.Allowed(allowed.caller(), allowed.body(), answers::handle)
                    : verdict;
        };
    }
}
