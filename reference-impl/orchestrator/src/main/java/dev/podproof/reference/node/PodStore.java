package dev.podproof.reference.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The pods that the API binds to this host, by UID: two pods that had the same name one after the other are two. */
final class PodStore implements ResourceEventHandler<Pod> {
    private final Map<String, Pod> pods = new ConcurrentHashMap<>();
    private final Consumer<String> changed;

    /** @param changed is told the UID of each pod that came, changed or went */
    PodStore(Consumer<String> changed) {
        this.changed = changed;
    }

    Optional<Pod> find(String uid) {
        return Optional.ofNullable(pods.get(uid));
    }

    Set<String> uids() {
        return Set.copyOf(pods.keySet());
    }

    /** An answer to a write is newer than what the watch has told so far. */
    void learned(Pod pod) {
        pods.computeIfPresent(pod.getMetadata().getUid(), (uid, known) -> newer(known, pod));
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
        String uid = pod.getMetadata().getUid();
        pods.merge(uid, pod, PodStore::newer);
        changed.accept(uid);
    }

    /** Versions are opaque to clients, but those of one store that are numbers grow; the watch is the judge otherwise. */
    private static Pod newer(Pod known, Pod other) {
        return version(other) >= version(known) ? other : known;
    }

    private static long version(Pod pod) {
        try {
            return Long.parseLong(pod.getMetadata().getResourceVersion());
        } catch (NumberFormatException opaque) {
            return Long.MAX_VALUE;
        }
    }
}
