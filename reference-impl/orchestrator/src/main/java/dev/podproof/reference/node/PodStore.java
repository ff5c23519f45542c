package dev.podproof.reference.node;

import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The pods that the API binds to this host, by UID: two pods that had the same name one after the other are two. */
final class PodStore implements ResourceEventHandler<Pod> {
    private final Map<String, Pod> pods = new ConcurrentHashMap<>();
    private final OneByOne comparing = new OneByOne("comparing a pod with what it was");
    private final Consumer<String> changed;

    /** @param changed is told the UID of each pod that came, changed or went */
    PodStore(Consumer<String> changed) {
        this.changed = changed;
    }

    Optional<Pod> find(String uid) {
        return Optional.ofNullable(pods.get(uid));
    }

    Optional<Pod> find(String namespace, String name) {
        return pods.values().stream()
                .filter(pod -> pod.getMetadata().getNamespace().equals(namespace))
                .filter(pod -> pod.getMetadata().getName().equals(name))
                .findFirst();
    }

    Collection<Pod> all() {
        return pods.values();
    }

    Set<String> uids() {
        return Set.copyOf(pods.keySet());
    }

    /**
     * An answer to a write is mostly newer than what the watch has told so far. Where it is not, the watch has told of a change that came after it, maybe
     * that the pod is to be deleted, and does not tell that again.
     */
    void learned(Pod pod) {
        String uid = pod.getMetadata().getUid();
        Pod known = pods.get(uid);
        if (known != null && version(known) < version(pod) && pods.replace(uid, known, pod)) {
            signal(known, pod);
        }
    }

    /** As Kubernetes' own clients compare them: later ones are larger numbers. */
    private static long version(Pod pod) {
        String version = pod.getMetadata().getResourceVersion();
        return version == null || version.isEmpty() ? 0 : Long.parseLong(version);
    }

    @Override
    public void onAdd(Pod pod) {
        put(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod now) {
        String uid = before.getMetadata().getUid();
        if (!uid.equals(now.getMetadata().getUid())) {
            pods.remove(uid);
            changed.accept(uid);
        }
        put(now);
    }

    @Override
    public void onDelete(Pod pod, boolean stateUnknown) {
        String uid = pod.getMetadata().getUid();
        pods.remove(uid);
        changed.accept(uid);
    }

    private void put(Pod pod) {
        Pod before = pods.put(pod.getMetadata().getUid(), pod);
        signal(before, pod);
    }

    private void signal(Pod before, Pod now) {
        String uid = now.getMetadata().getUid();
        if (before == null || comparing.of(uid, () -> matters(before, now)).orElse(true)) {
            changed.accept(uid);
        }
    }

    /** Statuses are mostly our own words coming back to us; that a pod is over, somebody else may have said. */
    private static boolean matters(Pod before, Pod now) {
        return !before.getSpec().equals(now.getSpec())
                || !Objects.equals(
                        before.getMetadata().getLabels(), now.getMetadata().getLabels())
                || !Objects.equals(
                        before.getMetadata().getAnnotations(), now.getMetadata().getAnnotations())
                || !gates(before).equals(gates(now))
                || !Objects.equals(
                        before.getMetadata().getDeletionTimestamp(),
                        now.getMetadata().getDeletionTimestamp())
                || !Objects.equals(
                        before.getMetadata().getDeletionGracePeriodSeconds(),
                        now.getMetadata().getDeletionGracePeriodSeconds())
                || !Objects.equals(phase(before), phase(now));
    }

    /** What others say that a pod's readiness depends on. */
    private static List<PodCondition> gates(Pod pod) {
        return pod.getSpec().getReadinessGates() == null || pod.getStatus() == null
                ? List.of()
                : PodConditions.foreign(pod.getStatus());
    }

    private static String phase(Pod pod) {
        return pod.getStatus() == null ? null : pod.getStatus().getPhase();
    }
}
