package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.apiserver.exchange.Reply;
import java.util.concurrent.CompletionStage;

/** POST on a collection. */
final class Create implements Verb {

    private static final int CREATED = 201;

    private final Objects objects;
    private final Metadata metadata;
    private final Admission admission;
    private final NodeRestriction restriction;

    Create(Objects objects, Metadata metadata, Admission admission, NodeRestriction restriction) {
        this.objects = objects;
        this.metadata = metadata;
        this.admission = admission;
        this.restriction = restriction;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        var taken = Intake.read(target.kind().form(), call.request());
        var object = taken.object();
        boolean dryRun = Options.dryRun(call.request());
        prepare(target, object);
        restriction.create(call.caller(), target.kind(), object);
        var admitted = admission.create(target.kind(), object, dryRun);
        return objects.create(target.kind(), object, dryRun)
                .whenComplete((entry, failure) -> {
                    if (failure != null) {
                        admitted.undo();
                    }
                })
                .thenApply(entry -> Reply.json(CREATED, entry.json(), taken.headers()));
    }

    /** Brings an object into the form in which it can be stored, or refuses it. */
    void prepare(Target target, ObjectNode object) {
        var rules = target.kind().rules();
        metadata.begin(target, object);
        rules.begin(object);
        rules.defaults(object);
        var problems = new Problems();
        Metadata.validate(target.kind(), object, problems);
        rules.validate(object, problems);
        rules.validateStatus(Json.object(), object.path("status"), problems);
        problems.throwIfAny(target.kind().contentSubject(Json.text(object, "metadata", "name")));
        rules.canonicalize(object);
    }
}
