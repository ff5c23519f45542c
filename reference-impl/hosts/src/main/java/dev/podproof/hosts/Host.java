package dev.podproof.hosts;

/**
 * A host of a reference cluster: a container on the outer Docker Engine.
 *
 * @param name what the cluster calls it: {@code master}, or the Kubernetes node's name ({@code host-1})
 * @param containerId the outer container's full ID
 * @param address its IPv4 address on the cluster's own network; empty when the container does not run
 */
public record Host(String name, Role role, String containerId, String address) {}
