package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.JsonNode;

/** A replication controller as the API last showed it. */
public record ReplicationController(String namespace, String name, JsonNode document) {
    public String uid() {
        return document.path("metadata").path("uid").asText();
    }

    /** The number of pods that it reports to have seen. */
    public int observed() {
        return document.path("status").path("replicas").asInt();
    }

    /** Whether it has seen what was declared last. */
    boolean isUpToDate() {
        return document.path("status").path("observedGeneration").asLong()
                >= document.path("metadata").path("generation").asLong();
    }

    /** Whether a pod names it as its controller. */
    public boolean owns(Pod pod) {
        return uid().equals(pod.controller());
    }
}
