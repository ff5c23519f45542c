package dev.podproof.reference.node.admission;

/**
 * Why a host does not take a pod, as a kubelet says it.
 *
 * @param reason one word, of the pod's status and of the event
 * @param message one sentence
 */
public record Refusal(String reason, String message) {}
