package dev.podproof.reference.node;

import dev.podproof.reference.events.EventRecorder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;

/** What happens to pods and their containers on this host, told in the words that users know. */
final class PodEvents {
    private final EventRecorder recorder;

    PodEvents(EventRecorder recorder) {
        this.recorder = recorder;
    }

    void normal(Pod pod, String reason, String message) {
        recorder.normal(pod, reason, message);
    }

    void warning(Pod pod, String reason, String message) {
        recorder.warning(pod, reason, message);
    }

    void normal(Pod pod, String container, String reason, String message) {
        recorder.normal(pod, path(pod, container), reason, message);
    }

    void warning(Pod pod, String container, String reason, String message) {
        recorder.warning(pod, path(pod, container), reason, message);
    }

    private static String path(Pod pod, String container) {
        List<Container> init = Objects.requireNonNullElse(pod.getSpec().getInitContainers(), List.of());
        boolean isInit = init.stream().anyMatch(found -> found.getName().equals(container));
        return "spec." + (isInit ? "initContainers" : "containers") + "{" + container + "}";
    }
}
