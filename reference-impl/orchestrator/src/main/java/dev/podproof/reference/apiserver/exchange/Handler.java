package dev.podproof.reference.apiserver.exchange;

import java.util.concurrent.CompletionStage;

/** Answers requests. Called on the threads of the web server, which it must not block. */
public interface Handler {

    /** The reply; the stage never fails, as a refusal is a reply too. */
    CompletionStage<Reply> handle(Request request);
}
