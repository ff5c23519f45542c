package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.volume.Volumes;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes pods down: their containers, then what they left on the host, then their object in the API (POD-07). */
final class PodEnding {
    private final NodeOptions options;
    private final KubernetesClient client;
    private final ContainerRuntime runtime;
    private final Volumes volumes;
    private final Stopper stopper;

    PodEnding(
            NodeOptions options, KubernetesClient client, ContainerRuntime runtime, Volumes volumes, Stopper stopper) {
        this.options = options;
        this.client = client;
        this.runtime = runtime;
        this.volumes = volumes;
        this.stopper = stopper;
    }

    /** A pod that is to be deleted; gives back when to look again, empty when it is gone. */
    Optional<Instant> delete(PodView view, PodMemory memory) {
        Long seconds = view.pod().getMetadata().getDeletionGracePeriodSeconds();
        Optional<Instant> again =
                stopContainers(view, memory, seconds == null ? view.grace() : Duration.ofSeconds(seconds));
        if (again.isPresent()) {
            return again;
        }
        if (!clear(view.uid(), view.seen())) {
            return Optional.of(Instant.MIN);
        }
        deleteObject(view);
        return Optional.empty();
    }

    /** A pod that is over: nothing of it runs on, but what it wrote can still be read. */
    Optional<Instant> retire(PodView view, PodMemory memory, Duration grace) {
        Optional<Instant> again = stopContainers(view, memory, grace);
        if (again.isEmpty()) {
            // Its address is free for others.
            view.seen().stream().filter(Container::isSandbox).map(Container::id).forEach(runtime::remove);
        }
        return again;
    }

    /**
     * Containers of a pod that the API no longer knows: nobody waits for them.
     *
     * @return false if it left so many files that others shall have their turn before the rest goes
     */
    boolean clear(String podUid, List<Container> seen) {
        // The sandbox goes last: nobody else may get the address while a container can still answer there.
        seen.stream()
                .filter(container -> !container.isSandbox())
                .map(Container::id)
                .forEach(runtime::remove);
        seen.stream().filter(Container::isSandbox).map(Container::id).forEach(runtime::remove);
        try {
            return volumes.remove(options.podDirectory(podUid));
        } catch (IOException cause) {
            throw new UncheckedIOException("can't remove " + options.podDirectory(podUid), cause);
        }
    }

    private Optional<Instant> stopContainers(PodView view, PodMemory memory, Duration grace) {
        List<Container> running = view.seen().stream()
                .filter(container -> container.running() && !container.isSandbox())
                .toList();
        return stopper.stop(view, memory, running, grace);
    }

    /** With the UID as a condition: a new pod that has the name by now must not go with the old one. */
    private void deleteObject(PodView view) {
        DeleteOptions now = new DeleteOptionsBuilder()
                .withGracePeriodSeconds(0L)
                .withNewPreconditions()
                .withUid(view.uid())
                .endPreconditions()
                .build();
        try {
            client.raw("/api/v1/namespaces/" + view.namespace() + "/pods/" + view.name(), "DELETE", now);
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND
                    && refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw refused;
            }
        }
    }
}
