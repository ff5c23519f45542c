package dev.podproof.reference.scheduler;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All hosts with what runs on them, and the pods that were placed but whose binding has not come back from the API server
 * yet: they count already, so that the next decision knows of the last. Used by the scheduler's thread alone.
 */
final class Hosts {

    private final Map<String, Host> byName = new TreeMap<>();
    private final Map<String, Host> assumed = new HashMap<>();
    private List<Host> existing = List.of();

    /** By name; asked for with each decision, and changed only when hosts come and go. */
    List<Host> existing() {
        return existing;
    }

    void is(Node node) {
        Host host = host(node.getMetadata().getName());
        boolean isNew = !host.exists();
        host.is(node);
        if (isNew) {
            count();
        }
    }

    void isGone(Node node) {
        Host host = host(node.getMetadata().getName());
        host.isGone();
        forgetIfEmpty(host);
        count();
    }

    private void count() {
        existing = byName.values().stream().filter(Host::exists).toList();
    }

    /** The pod is bound: it counts against its host. */
    void bound(Pod pod) {
        Host expected = assumed.remove(uid(pod));
        Host actual = host(pod.getSpec().getNodeName());
        if (expected != null && expected != actual) {
            expected.remove(pod);
        }
        actual.add(pod);
    }

    /** The pod has ended or is gone. */
    void ended(Pod pod) {
        Host expected = assumed.remove(uid(pod));
        if (expected != null) {
            expected.remove(pod);
        }
        String name = pod.getSpec().getNodeName();
        if (name != null && byName.containsKey(name)) {
            Host host = host(name);
            host.remove(pod);
            forgetIfEmpty(host);
        }
    }

    void assume(Pod pod, Host host) {
        assumed.put(uid(pod), host);
        host.add(pod);
    }

    /** The binding of an assumed pod failed; a no-op when the pod turned out to be bound after all. */
    void doubt(Pod pod) {
        Host expected = assumed.remove(uid(pod));
        if (expected != null) {
            expected.remove(pod);
        }
    }

    boolean isAssumed(Pod pod) {
        return assumed.containsKey(uid(pod));
    }

    private Host host(String name) {
        return byName.computeIfAbsent(name, Host::new);
    }

    private void forgetIfEmpty(Host host) {
        if (host.isForgotten()) {
            byName.remove(host.name());
        }
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }
}
