package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.security.Identity;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What a node may write into the objects that it may write at all: Kubernetes' admission of the name NodeRestriction, and besides, that
 * what it says of addresses is its own (docs/adr/0042). Everybody else is let through.
 */
final class NodeRestriction {

    private static final String LEASES = "kube-node-lease";

    /** Far more than an agent says of its host. */
    private static final int MOST_NODE_BYTES = 512 * 1024;

    /** Of a pod, and of each of its containers: twice last words of 4 KiB, of which each byte may take six in JSON, and reasons for both. */
    private static final int MOST_STATUS_BYTES = 64 * 1024;

    private static final int MOST_EVENT_BYTES = 32 * 1024;
    private static final int MOST_LEASE_BYTES = 32 * 1024;

    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");

    private final NodeAddresses addresses;
    private final LongSupplier events;
    private final long mostEvents;

    /**
     * Restricts nodes from now on.
     *
     * @param events how many bytes all events take up
     * @param mostEvents how many they may for a node to add one: who fills the store stops everybody
     */
    NodeRestriction(NodeAddresses addresses, LongSupplier events, long mostEvents) {
        this.addresses = addresses;
        this.events = events;
        this.mostEvents = mostEvents;
    }

    /** Refuses a new object that is not this caller's to make. */
    void create(Identity caller, Kind kind, ObjectNode object) {
        caller.node().ifPresent(node -> {
            var problems = new Problems();
            switch (kind.resource()) {
                case "nodes" -> {
                    own(kind, node, Json.text(object, "metadata", "name"));
                    NodeObject.create(object, problems);
                    addresses.subnet(node, object, problems);
                    addresses.ofNode(Json.object(), object, problems);
                    size(object, "", MOST_NODE_BYTES, problems);
                }
                case "leases.coordination.k8s.io" -> {
                    own(kind, node, Json.text(object, "metadata", "name"));
                    lease(node, Json.object(), object, problems);
                }
                case "events" -> {
                    event(node, Json.object(), object, problems);
                    room(object);
                }
                default -> throw forbidden(kind, node, "may not create " + kind.resource());
            }
            refuse(node, kind, Json.text(object, "metadata", "name"), problems);
        });
    }

    /** Refuses a change that is not this caller's to make. */
    void change(Identity caller, Target target, ObjectNode old, ObjectNode object) {
        caller.node().ifPresent(node -> {
            var problems = new Problems();
            switch (target.kind().resource() + "/" + target.subresource()) {
                case "nodes/" -> {
                    own(target.kind(), node, target.name());
                    NodeObject.change(old, object, addresses.areBrought(), problems);
                    if (!podRanges(old).equals(podRanges(object))) {
                        addresses.subnet(node, object, problems);
                    }
                    size(object, "", MOST_NODE_BYTES, problems);
                }
                case "nodes/status" -> {
                    own(target.kind(), node, target.name());
                    addresses.ofNode(old, object, problems);
                    size(object.path("status"), "status", MOST_NODE_BYTES, problems);
                }
                case "pods/status" -> {
                    ownPod(target, node, old);
                    addresses.ofPod(node, old, object, problems);
                    size(object.path("status"), "status", MOST_STATUS_BYTES * (1 + containers(object)), problems);
                }
                case "leases.coordination.k8s.io/" -> {
                    own(target.kind(), node, target.name());
                    lease(node, old, object, problems);
                }
                case "events/" -> {
                    if (!Json.text(old, "source", "host").equals(node)) {
                        throw forbidden(target.kind(), node, "may not change what another host has said");
                    }
                    event(node, old, object, problems);
                    if (Json.bytes(object).length > Json.bytes(old).length) {
                        room(object);
                    }
                }
                default ->
                    throw forbidden(
                            target.kind(),
                            node,
                            "may not change " + target.kind().resource());
            }
            refuse(node, target.kind(), target.name(), problems);
        });
    }

    /** The name again, of the object as it is written: what was looked at before may be another by now. */
    private static void own(Kind kind, String node, String name) {
        if (!name.equals(node)) {
            throw forbidden(kind, node, "may not modify " + kind.resource() + " \"" + name + "\"");
        }
    }

    private static void ownPod(Target target, String node, ObjectNode pod) {
        if (!Json.text(pod, "spec", "nodeName").equals(node)) {
            throw forbidden(
                    target.kind(), node, "may not say how pod \"" + target.name() + "\" is, which is not bound to it");
        }
    }

    private static void lease(String node, ObjectNode old, ObjectNode lease, Problems problems) {
        NodeObject.metadata(old, lease, problems);
        size(lease, "", MOST_LEASE_BYTES, problems);
        if (!Json.text(lease, "metadata", "namespace").equals(LEASES)) {
            problems.forbidden("metadata.namespace", "a node's lease is in " + LEASES);
        }
        if (!Json.text(lease, "spec", "holderIdentity").equals(node)) {
            problems.forbidden("spec.holderIdentity", "a node holds its lease itself");
        }
    }

    /** One with a finalizer would outlive its time, and keep its namespace from ever ending. */
    private static void event(String node, ObjectNode old, ObjectNode event, Problems problems) {
        NodeObject.metadata(old, event, problems);
        if (!Json.text(event, "source", "host").equals(node)) {
            problems.forbidden("source.host", "a node speaks for itself: " + node);
        }
        size(event, "", MOST_EVENT_BYTES, problems);
    }

    private void room(ObjectNode event) {
        if (events.getAsLong() + Json.bytes(event).length > mostEvents) {
            throw new ApiException(
                    Reason.INSUFFICIENT_STORAGE,
                    "nodes may add no events while there are more than " + mostEvents
                            + " bytes of them; old ones go within the hour");
        }
    }

    private static int containers(ObjectNode pod) {
        return CONTAINERS.stream()
                .mapToInt(list -> pod.path("spec").path(list).size())
                .sum();
    }

    private static void size(JsonNode part, String field, int most, Problems problems) {
        int bytes = Json.bytes(part).length;
        if (bytes > most) {
            problems.invalid(field, bytes, "must have at most " + most + " bytes as JSON");
        }
    }

    private static JsonNode podRanges(ObjectNode node) {
        return Json.array().add(Json.at(node, "spec", "podCIDR")).add(Json.at(node, "spec", "podCIDRs"));
    }

    /** Not invalid, as others may write that, but not this caller's to write. */
    private static void refuse(String node, Kind kind, String name, Problems problems) {
        if (!problems.isEmpty()) {
            var refusal = problems.refusal(kind.contentSubject(name));
            throw new ApiException(
                    Reason.FORBIDDEN,
                    kind.resource() + " \"" + name + "\" is forbidden: node \"" + node + "\" may not write this: "
                            + refusal.getMessage(),
                    kind.subject(name),
                    refusal.causes());
        }
    }

    private static ApiException forbidden(Kind kind, String node, String what) {
        return new ApiException(
                Reason.FORBIDDEN,
                kind.resource() + " is forbidden: node \"" + node + "\" " + what,
                kind.subject(""),
                List.of());
    }
}
