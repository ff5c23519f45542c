package dev.podproof.reference.scheduler;

import dev.podproof.reference.api.HostPort;
import dev.podproof.reference.model.Amounts;
import dev.podproof.reference.model.Pods;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/**
 * A pod and what it takes from a host, worked out once and then compared with many hosts.
 *
 * @param controller the UID of whoever keeps the pod and its siblings; empty if nobody does
 */
record Demand(Pod pod, Amounts requests, List<HostPort> hostPorts, Optional<String> controller) {

    static Demand of(Pod pod) {
        return new Demand(
                pod,
                Pods.requests(pod),
                Pods.hostPorts(pod),
                Pods.controllerOf(pod).map(OwnerReference::getUid));
    }

    /** One that is on its way out is no longer in the way of its siblings. */
    boolean isEnding() {
        return Pods.isEnding(pod);
    }
}
