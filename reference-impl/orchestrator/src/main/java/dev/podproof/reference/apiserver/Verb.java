package dev.podproof.reference.apiserver;

import dev.podproof.reference.apiserver.exchange.Reply;
import java.util.concurrent.CompletionStage;

/** What can be done with a resource. Refusals are thrown, or fail the stage, as ApiException. */
interface Verb {
    CompletionStage<Reply> handle(Call call);
}
