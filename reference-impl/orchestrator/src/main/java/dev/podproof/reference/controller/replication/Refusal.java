package dev.podproof.reference.controller.replication;

/**
 * Pods could not be made, or not be removed.
 *
 * @param reason in one word, for events and conditions: FailedCreate or FailedDelete
 */
record Refusal(String reason, RuntimeException problem) {}
