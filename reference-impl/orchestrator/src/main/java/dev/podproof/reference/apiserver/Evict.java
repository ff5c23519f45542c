package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import java.util.concurrent.CompletionStage;

/** POST of an Eviction: deletes a pod, as there are no disruption budgets here that could object. */
final class Evict implements Verb {

    private static final Form FORM = new Form("policy/v1", "Eviction", Eviction.class);
    private static final int CREATED = 201;

    private final Delete delete;

    Evict(Delete delete) {
        this.delete = delete;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var eviction = Intake.read(FORM, call.request()).object();
        var name = Json.text(eviction, "metadata", "name");
        if (!name.isEmpty() && !name.equals(call.target().name())) {
            throw ApiException.badRequest("name in URL does not match name in Eviction object");
        }
        var target = new Target(
                call.target().kind(), call.target().namespace(), call.target().name(), "");
        var options = DeleteOptions.of(eviction.path("deleteOptions"), call.request());
        return delete.delete(target, options)
                .thenApply(unused -> Reply.json(CREATED, Json.bytes(Successes.status(CREATED))));
    }
}
