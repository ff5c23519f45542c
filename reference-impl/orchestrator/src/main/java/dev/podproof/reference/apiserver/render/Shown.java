package dev.podproof.reference.apiserver.render;

/**
 * What a rendering has to know of the kind that it shows.
 *
 * @param apiVersion group and version, as in {@code coordination.k8s.io/v1}
 */
public record Shown(String kind, String apiVersion) {}
