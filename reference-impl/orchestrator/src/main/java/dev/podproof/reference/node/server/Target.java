package dev.podproof.reference.node.server;

import dev.podproof.reference.node.runtime.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The container that a path names, {@code /VERB/NAMESPACE/POD/CONTAINER}, or the pod where it names no container. */
record Target(String verb, String namespace, String pod, String container) {
    private static final int POD_PARTS = 4;
    private static final int CONTAINER_PARTS = 5;

    /** Throws {@link Refused} if the path is none of ours. */
    static Target parse(String path) {
        String[] parts = path.split("/", -1);
        if (parts.length != POD_PARTS && parts.length != CONTAINER_PARTS) {
            throw Refused.notFound("there is nothing at " + path);
        }
        return new Target(parts[1], parts[2], parts[3], parts.length == POD_PARTS ? "" : parts[POD_PARTS]);
    }

    /** The newest container of that name, if there ever was one. Throws {@link Refused} with what keeps it from being there. */
    Container current(PodLookup pods) {
        Pod found = find(pods);
        return newest(pods, found)
                .orElseThrow(() -> Refused.badRequest(
                        "container \"" + container + "\" in pod \"" + pod + "\" is " + whyAbsent(found)));
    }

    /** The container of that name if it runs now. */
    Container running(PodLookup pods) {
        Container newest = current(pods);
        if (!newest.running()) {
            throw Refused.badRequest("container \"" + container + "\" in pod \"" + pod + "\" is not running");
        }
        return newest;
    }

    /** The one that ran before, as the pod's status names it. */
    Container previous(PodLookup pods) {
        Pod found = find(pods);
        String id = status(found)
                .map(ContainerStatus::getLastState)
                .map(ContainerState::getTerminated)
                .map(ContainerStateTerminated::getContainerID)
                .orElse("");
        return pods.containers(found).stream()
                .filter(candidate -> id.equals("docker://" + candidate.id()))
                .findFirst()
                .orElseThrow(() -> Refused.badRequest(
                        "previous terminated container \"" + container + "\" in pod \"" + pod + "\" not found"));
    }

    /** The container whose network is the pod's, if the pod runs now. */
    Container sandbox(PodLookup pods) {
        return pods.containers(findPod(pods)).stream()
                .filter(candidate -> candidate.isSandbox() && candidate.running())
                .findFirst()
                .orElseThrow(() -> Refused.badRequest("pod \"" + pod + "\" is not running"));
    }

    private Pod findPod(PodLookup pods) {
        return pods.find(namespace, pod).orElseThrow(() -> Refused.notFound("pods \"" + pod + "\" not found"));
    }

    private Pod find(PodLookup pods) {
        Pod found = findPod(pods);
        boolean known = Stream.of(
                        found.getSpec().getInitContainers(), found.getSpec().getContainers())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .anyMatch(candidate -> candidate.getName().equals(container));
        if (!known) {
            throw Refused.badRequest("container " + container + " is not valid for pod " + pod);
        }
        return found;
    }

    private Optional<Container> newest(PodLookup pods, Pod found) {
        return pods.containers(found).stream()
                .filter(candidate -> candidate.containerName().equals(container))
                .max(Comparator.comparingInt(Container::restartCount).thenComparing(Container::createdAt));
    }

    private String whyAbsent(Pod found) {
        Optional<ContainerState> state = status(found).map(ContainerStatus::getState);
        if (state.map(ContainerState::getTerminated).isPresent()) {
            return "gone from its host, and what it wrote with it";
        }
        return "waiting to start: "
                + state.map(ContainerState::getWaiting)
                        .map(ContainerStateWaiting::getReason)
                        .orElse("ContainerCreating");
    }

    private Optional<ContainerStatus> status(Pod found) {
        if (found.getStatus() == null) {
            return Optional.empty();
        }
        return Stream.of(
                        found.getStatus().getInitContainerStatuses(),
                        found.getStatus().getContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .filter(status -> status.getName().equals(container))
                .findFirst();
    }
}
