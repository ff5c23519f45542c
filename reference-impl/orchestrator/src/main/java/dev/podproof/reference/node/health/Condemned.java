package dev.podproof.reference.node.health;

import java.util.Optional;

/**
 * Why a running container has to end.
 *
 * @param why follows the container's name in a sentence
 * @param graceSeconds how long it may take, if that is not as its pod says
 */
public record Condemned(String why, Optional<Long> graceSeconds) {}
