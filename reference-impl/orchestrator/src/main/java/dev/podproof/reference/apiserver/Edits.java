package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.api.schema.Conformity;
import dev.podproof.reference.apiserver.Objects.Outcome;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.security.Identity;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an object that a caller wants to look different: the server's own fields stay, a subresource changes its own
 * part alone, and an object that is being deleted goes with its last finalizer.
 */
final class Edits {

    private static final Logger LOG = LoggerFactory.getLogger(Edits.class);

    private final Metadata metadata;
    private final Admission admission;
    private final NodeRestriction restriction;

    Edits(Metadata metadata, Admission admission, NodeRestriction restriction) {
        this.metadata = metadata;
        this.admission = admission;
        this.restriction = restriction;
    }

    /**
     * The outcome of a change.
     *
     * @param wanted makes, from the object as it is, the object as the caller wants it
     */
    Outcome apply(
            Identity caller, Target target, Entry current, Function<ObjectNode, ObjectNode> wanted, boolean dryRun) {
        var old = current.document();
        bringUpToDate(target, old);
        var object = wanted.apply(current.document());
        Bodies.named(object, target.kind().apiVersion(), target.kind().name());
        requireRevision(target, current, object);
        metadata.carryOver(target, old, object);
        var result = combine(target, old, object);
        boolean whole = target.subresource().isEmpty();
        if (whole) {
            check(target, old, result);
            if (!result.path("spec").equals(old.path("spec"))) {
                countGeneration(result);
            }
        } else {
            checkStatus(target, old, result);
        }
        restriction.change(caller, target, old, result);
        var admitted = whole ? admission.update(target.kind(), old, result, dryRun) : Admission.Admitted.NOTHING;
        target.kind().rules().canonicalize(result);
        if (isGone(result)) {
            return new Outcome.Remove();
        }
        return result.equals(old) ? new Outcome.Keep() : new Outcome.Put(result, admitted);
    }

    /** What is stored may be from before a field was kept in the form of today, and that alone is no change. */
    private static void bringUpToDate(Target target, ObjectNode stored) {
        try {
            Conformity.enforce(stored, target.kind().form().schema());
        } catch (ApiException olderThanTheRule) {
            LOG.debug("{} is stored with {}", target.name(), olderThanTheRule.getMessage());
        }
    }

    /** Refuses a change of an object that the caller has not seen as it is. */
    static void requireRevision(Target target, Entry current, ObjectNode object) {
        var revision = Json.text(object, "metadata", "resourceVersion");
        if (Metadata.namesRevision(revision) && !revision.equals(String.valueOf(current.revision()))) {
            if (!revision.matches("\\d{1,19}")) {
                throw ApiException.badRequest(
                        "metadata.resourceVersion: Invalid value: \"" + revision + "\": must be a number");
            }
            throw Objects.conflict(target);
        }
    }

    private static ObjectNode combine(Target target, ObjectNode old, ObjectNode object) {
        return switch (target.subresource()) {
            case "status" -> withPart(old, "status", object);
            case "finalize" -> {
                var result = old.deepCopy();
                Json.child(result, "spec")
                        .set(
                                "finalizers",
                                object.path("spec").path("finalizers").isMissingNode()
                                        ? Json.array()
                                        : object.path("spec").path("finalizers"));
                yield result;
            }
            default -> target.kind().subresources().contains("status") ? withPart(object, "status", old) : object;
        };
    }

    /** The object, with one part taken from another. */
    private static ObjectNode withPart(ObjectNode object, String part, ObjectNode from) {
        var result = object.deepCopy();
        result.remove(part);
        if (from.has(part)) {
            result.set(part, from.get(part));
        }
        return result;
    }

    /** Counts the versions of what is wanted, where a controller reports how far it has come. */
    static void countGeneration(ObjectNode object) {
        if (object.path("metadata").get("generation") instanceof NumericNode generation) {
            Json.child(object, "metadata").put("generation", generation.asLong() + 1);
        }
    }

    private static void check(Target target, ObjectNode old, ObjectNode object) {
        var rules = target.kind().rules();
        rules.defaults(object);
        rules.change(old, object);
        var problems = new Problems();
        Metadata.validate(target.kind(), object, problems);
        Metadata.validateChange(old, object, problems);
        rules.validate(object, problems);
        rules.validateChange(old, object, problems);
        problems.throwIfAny(target.kind().contentSubject(target.name()));
    }

    private static void checkStatus(Target target, ObjectNode old, ObjectNode object) {
        var problems = new Problems();
        target.kind().rules().validateStatus(old.path("status"), object.path("status"), problems);
        problems.throwIfAny(target.kind().contentSubject(target.name()));
    }

    /** Whether an object that is being deleted has nothing left to wait for. */
    static boolean isGone(ObjectNode object) {
        var metadata = object.path("metadata");
        return metadata.has("deletionTimestamp")
                && metadata.path("finalizers").isEmpty()
                && metadata.path("deletionGracePeriodSeconds").asLong() == 0
                && (!"Namespace".equals(Json.text(object, "kind"))
                        || object.path("spec").path("finalizers").isEmpty());
    }
}
