package dev.podproof.reference.node.runtime;

import java.util.List;

/**
 * An image that the host has.
 *
 * @param id the engine's content ID, as in {@code sha256:…}
 * @param names its tags and digests
 * @param sizeBytes its size on the host's disk
 */
public record Image(String id, List<String> names, long sizeBytes, String user) {
    public Image {
        names = List.copyOf(names);
    }
}
