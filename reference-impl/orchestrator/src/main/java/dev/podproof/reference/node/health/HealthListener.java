package dev.podproof.reference.node.health;

import io.fabric8.kubernetes.api.model.Pod;

/** Hears what probes and hooks find. */
public interface HealthListener {

    /** How a container of that pod is has changed: its pod is to be looked at. */
    void changed(String podUid);

    /** Something worth an event. */
    void complained(Pod pod, String container, String reason, String message);
}
