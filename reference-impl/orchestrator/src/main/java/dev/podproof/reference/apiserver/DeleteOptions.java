package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.api.Propagation;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.exchange.Request;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How to delete.
 *
 * @param graceSeconds how long a pod may take to end; absent leaves it to the pod
 * @param uid what the object's uid has to be, empty if it does not matter
 * @param resourceVersion what the object's revision has to be, empty if it does not matter
 * @param propagation absent leaves it to the kind
 */
record DeleteOptions(
        OptionalLong graceSeconds,
        String uid,
        String resourceVersion,
        Optional<Propagation> propagation,
        boolean dryRun) {

    private static final Form FORM =
            new Form("v1", "DeleteOptions", io.fabric8.kubernetes.api.model.DeleteOptions.class);
    private static final ApiException.Subject SUBJECT = new ApiException.Subject("meta.k8s.io", "DeleteOptions", "");

    /** Reads the body, which is optional, and the query. */
    static DeleteOptions read(Request request) {
        if (request.body().length == 0) {
            return of(Json.object(), request);
        }
        var body = Bodies.object(request);
        // Clients send these options under the version of whatever they delete.
        body.remove("apiVersion");
        Bodies.named(body, FORM.apiVersion(), FORM.kind());
        return of(Intake.conform(FORM, body, request).object(), request);
    }

    /** Takes options that stand in a document, completed by the query. */
    static DeleteOptions of(JsonNode body, Request request) {
        var grace = body.has("gracePeriodSeconds")
                ? OptionalLong.of(body.get("gracePeriodSeconds").asLong())
                : request.query().number("gracePeriodSeconds");
        if (grace.orElse(0) < 0) {
            throw ApiException.badRequest(
                    "gracePeriodSeconds: Invalid value: " + grace.getAsLong() + ": must be greater than or equal to 0");
        }
        return new DeleteOptions(
                grace,
                Json.text(body, "preconditions", "uid"),
                Json.text(body, "preconditions", "resourceVersion"),
                propagation(body, request),
                dryRun(request, body));
    }

    private static Optional<Propagation> propagation(JsonNode body, Request request) {
        var policy = Json.text(body, "propagationPolicy");
        if (policy.isEmpty()) {
            policy = request.query().text("propagationPolicy");
        }
        var orphan = body.path("orphanDependents");
        boolean orphanInQuery = request.query().has("orphanDependents");
        if (!policy.isEmpty() && (orphan.isBoolean() || orphanInQuery)) {
            var problems = new Problems();
            problems.invalid("propagationPolicy", policy, "orphanDependents and propagationPolicy exclude each other");
            problems.throwIfAny(SUBJECT);
        }
        if (!policy.isEmpty()) {
            return Optional.of(Propagation.of(policy, SUBJECT));
        }
        if (orphan.isBoolean() || orphanInQuery) {
            boolean stay = orphan.asBoolean() || request.query().flag("orphanDependents");
            return Optional.of(stay ? Propagation.ORPHAN : Propagation.BACKGROUND);
        }
        return Optional.empty();
    }

    /** Refuses to delete an object that is not the one that the caller means. */
    void check(Target target, Entry current, ObjectNode document) {
        var actual = Json.text(document, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(actual)) {
            throw Objects.conflict(
                    target, "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + actual);
        }
        var revision = String.valueOf(current.revision());
        if (!resourceVersion.isEmpty() && !resourceVersion.equals(revision)) {
            throw Objects.conflict(
                    target,
                    "Precondition failed: ResourceVersion in precondition: " + resourceVersion
                            + ", ResourceVersion in object meta: " + revision);
        }
    }

    private static boolean dryRun(Request request, JsonNode body) {
        for (var item : body.path("dryRun")) {
            if (item.asText().equals("All")) {
                return true;
            }
        }
        return Options.dryRun(request);
    }
}
