package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The part of an object's metadata that is the server's: identity, times, and what makes the rest valid. */
final class Metadata {

    /** Without vowels and look-alikes, so that no name becomes a word. */
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;
    private static final int MAX_GENERATED_BASE = 58;
    private static final int MAX_ANNOTATIONS_BYTES = 256 * 1024;

    private static final List<String> OF_THE_SERVER = List.of(
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "resourceVersion",
            "selfLink",
            "managedFields");

    private static final Set<String> STANDARD_FINALIZERS = Set.of("foregroundDeletion", "kubernetes", "orphan");

    private static final List<String> FIXED = List.of("name", "namespace", "uid", "creationTimestamp", "generateName");

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Metadata(Clock clock) {
        this.clock = clock;
    }

    /** Now, as objects show it: to the second, in UTC. */
    String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    String in(long seconds) {
        return clock.instant()
                .truncatedTo(ChronoUnit.SECONDS)
                .plusSeconds(seconds)
                .toString();
    }

    /** Whether a resource version is one: Go programs send zero for none. */
    static boolean namesRevision(String resourceVersion) {
        return !resourceVersion.isEmpty() && !resourceVersion.equals("0");
    }

    /** Leaves one of owner references that are the same in everything; what to tell the sender, if there were any. */
    static Optional<String> withoutRepeatedOwners(ObjectNode object) {
        if (!(object.path("metadata").path("ownerReferences") instanceof ArrayNode owners)) {
            return Optional.empty();
        }
        Set<JsonNode> different = new LinkedHashSet<>();
        Set<String> repeated = new LinkedHashSet<>();
        for (var owner : owners) {
            if (!different.add(owner)) {
                repeated.add(Json.text(owner, "uid"));
            }
        }
        owners.removeAll().addAll(different);
        return repeated.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "metadata.ownerReferences names owners more than once; it is stored with one reference to "
                                + String.join(", ", repeated));
    }

    /** Gives a new object its identity; the target's name, if there is one, must be the object's. */
    void begin(Target target, ObjectNode object) {
        var metadata = Json.child(object, "metadata");
        if (namesRevision(Json.text(metadata, "resourceVersion"))) {
            throw ApiException.badRequest("resourceVersion should not be set on objects to be created");
        }
        metadata.remove(OF_THE_SERVER);
        place(target, metadata);
        var base = Json.text(metadata, "generateName");
        if (Json.text(metadata, "name").isEmpty() && !base.isEmpty()) {
            metadata.put("name", generated(base));
        }
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("creationTimestamp", now());
    }

    /** Carries what only the server may change from the old object over to the new one. */
    void carryOver(Target target, ObjectNode old, ObjectNode object) {
        var before = Json.child(old, "metadata");
        var metadata = Json.child(object, "metadata");
        place(target, metadata);
        var name = Json.text(metadata, "name");
        if (!name.isEmpty() && !name.equals(target.name())) {
            throw ApiException.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + target.name() + ")");
        }
        var uid = Json.text(metadata, "uid");
        if (!uid.isEmpty() && !uid.equals(Json.text(before, "uid"))) {
            throw Objects.conflict(
                    target,
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: "
                            + Json.text(before, "uid"));
        }
        metadata.remove(OF_THE_SERVER);
        metadata.remove(FIXED);
        for (var field : OF_THE_SERVER) {
            copy(before, metadata, field);
        }
        for (var field : FIXED) {
            copy(before, metadata, field);
        }
    }

    /** Collects what is wrong with an object's metadata. */
    static void validate(Kind kind, ObjectNode object, Problems problems) {
        var metadata = Json.child(object, "metadata");
        var name = Json.text(metadata, "name");
        if (name.isEmpty()) {
            problems.required("metadata.name", "name or generateName is required");
        } else {
            problems.invalid("metadata.name", name, kind.rules().nameProblem(name));
        }
        Json.strings(metadata.path("labels")).forEach((key, value) -> {
            problems.invalid("metadata.labels", key, Names.labelKeyProblem(key));
            problems.invalid("metadata.labels", value, Names.labelValueProblem(value));
        });
        long size = 0;
        for (var annotation : Json.strings(metadata.path("annotations")).entrySet()) {
            problems.invalid(
                    "metadata.annotations",
                    annotation.getKey(),
                    Names.labelKeyProblem(annotation.getKey().toLowerCase(java.util.Locale.ROOT)));
            size += annotation.getKey().length() + annotation.getValue().length();
        }
        if (size > MAX_ANNOTATIONS_BYTES) {
            problems.invalid("metadata.annotations", size, "must have at most " + MAX_ANNOTATIONS_BYTES + " bytes");
        }
        finalizers(metadata.path("finalizers"), problems);
        owners(metadata.path("ownerReferences"), problems);
    }

    private static void finalizers(JsonNode finalizers, Problems problems) {
        int index = 0;
        for (var finalizer : finalizers) {
            var name = finalizer.asText();
            problems.invalid("metadata.finalizers", name, Names.labelKeyProblem(name));
            if (!name.contains("/") && !STANDARD_FINALIZERS.contains(name)) {
                problems.invalid(
                        "metadata.finalizers[" + index + "]",
                        name,
                        "name is neither a standard finalizer name nor is it fully qualified");
            }
            index++;
        }
    }

    private static void owners(JsonNode owners, Problems problems) {
        int index = 0;
        long controllers = 0;
        for (var owner : owners) {
            for (var field : new String[] {"apiVersion", "kind", "name", "uid"}) {
                if (Json.text(owner, field).isEmpty()) {
                    problems.required("metadata.ownerReferences[" + index + "]." + field, "must not be empty");
                }
            }
            controllers += owner.path("controller").asBoolean() ? 1 : 0;
            index++;
        }
        if (controllers > 1) {
            problems.invalid(
                    "metadata.ownerReferences", controllers, "only one reference can have `controller` set to true");
        }
    }

    /** Collects what may not change as it did: an object that is to go cannot be made to wait for somebody new. */
    static void validateChange(ObjectNode old, ObjectNode object, Problems problems) {
        if (!old.path("metadata").has("deletionTimestamp")) {
            return;
        }
        Set<JsonNode> before = new HashSet<>();
        old.path("metadata").path("finalizers").forEach(before::add);
        for (var finalizer : object.path("metadata").path("finalizers")) {
            if (!before.contains(finalizer)) {
                problems.forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added if the object is being deleted, found new finalizer "
                                + finalizer);
            }
        }
    }

    private static void place(Target target, ObjectNode metadata) {
        var namespace = Json.text(metadata, "namespace");
        if (!target.kind().namespaced()) {
            metadata.remove("namespace");
        } else if (namespace.isEmpty()) {
            metadata.put("namespace", target.namespace());
        } else if (!namespace.equals(target.namespace())) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    private String generated(String base) {
        var name = new StringBuilder(base.length() > MAX_GENERATED_BASE ? base.substring(0, MAX_GENERATED_BASE) : base);
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        return name.toString();
    }

    private static void copy(ObjectNode from, ObjectNode to, String field) {
        if (from.has(field)) {
            to.set(field, from.get(field));
        }
    }
}
