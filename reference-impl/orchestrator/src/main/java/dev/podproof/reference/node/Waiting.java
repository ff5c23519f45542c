package dev.podproof.reference.node;

/** Why a container does not run yet, in the words of its status. */
record Waiting(String reason, String message) {}
