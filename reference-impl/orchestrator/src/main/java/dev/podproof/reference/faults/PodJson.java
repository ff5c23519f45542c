package dev.podproof.reference.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/** A pod as a document, and the requests that are about pods. */
final class PodJson {
    private PodJson() {}

    /** A user declares a pod. */
    static Predicate<Asked> declared() {
        return asked -> asked.who() == Asked.Who.USER && asked.method().equals("POST") && isPods(asked);
    }

    /** An agent reads its pods, or the answer to what it wrote. */
    static Predicate<Asked> readByNodes() {
        return asked -> asked.who() == Asked.Who.NODE && asked.isFor("pods");
    }

    /** A user reads pods. */
    static Predicate<Asked> readByUsers() {
        return asked -> asked.who() == Asked.Who.USER && asked.isFor("pods");
    }

    private static boolean isPods(Asked asked) {
        return asked.isFor("pods") && asked.subresource().isEmpty();
    }

    /** A change of what is declared. */
    static UnaryOperator<ObjectNode> spec(Consumer<ObjectNode> change) {
        return pod -> {
            if (pod.get("spec") instanceof ObjectNode spec) {
                change.accept(spec);
            }
            return pod;
        };
    }

    /** A change of each of its containers. */
    static UnaryOperator<ObjectNode> containers(Consumer<ObjectNode> change) {
        return spec(spec -> objects(spec, "containers").forEach(change));
    }

    /** A change of each container but the first. */
    static UnaryOperator<ObjectNode> laterContainers(Consumer<ObjectNode> change) {
        return spec(spec -> objects(spec, "containers").stream().skip(1).forEach(change));
    }

    /** The objects of a list; empty if there is none. */
    static List<ObjectNode> objects(JsonNode parent, String field) {
        return StreamSupport.stream(parent.path(field).spliterator(), false)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .toList();
    }

    /** Leaves in a list what is wanted. */
    static void keep(ObjectNode parent, String field, Predicate<ObjectNode> wanted) {
        List<ObjectNode> kept = objects(parent, field).stream().filter(wanted).toList();
        if (parent.has(field)) {
            parent.putArray(field).addAll(kept);
        }
    }

    /** A change of what is observed. */
    static UnaryOperator<ObjectNode> status(Consumer<ObjectNode> change) {
        return pod -> {
            if (pod.get("status") instanceof ObjectNode status) {
                change.accept(status);
            }
            return pod;
        };
    }

    static String name(JsonNode object) {
        return Json.text(object, "name");
    }
}
