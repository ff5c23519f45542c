package dev.podproof.reference.apiserver.exchange;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What is to become of a request whose head has arrived. */
public sealed interface Verdict {

    /** It is answered; whatever body it announces, nobody wants. */
    record Answered(Reply reply) implements Verdict {}

    /**
     * It is known whose it is, and he may ask for that.
     *
     * @param caller who is held to account for what it takes
     * @param body how large its body may be; 0 if none is wanted
     * @param work what is done with the whole request; the stage never fails
     */
    record Allowed(String caller, long body, Function<Request, CompletionStage<Reply>> work) implements Verdict {}
}
