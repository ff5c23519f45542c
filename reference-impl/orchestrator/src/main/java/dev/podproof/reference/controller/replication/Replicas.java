package dev.podproof.reference.controller.replication;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.events.EventRecorder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Makes pods from a controller's template, and removes pods of it; several at once, each noted in {@link Expectations} first. */
final class Replicas {

    /** More are made or removed in the next visit, so that one controller does not keep the others waiting. */
    private static final int MOST_AT_ONCE = 500;

    private final KubernetesClient client;
    private final Expectations expectations;
    private final EventRecorder events;
    private final Executor writers;

    Replicas(KubernetesClient client, Expectations expectations, EventRecorder events, Executor writers) {
        this.client = client;
        this.expectations = expectations;
        this.events = events;
        this.writers = writers;
    }

    /** Makes one, then two, then four … until all are made or one is refused: what the API server won't have costs one request. */
    Optional<Refusal> create(ReplicationController controller, int wanted) {
        int count = Math.min(wanted, MOST_AT_ONCE);
        String uid = controller.getMetadata().getUid();
        Pod pod = fromTemplate(controller);
        expectations.expectCreations(uid, count);
        int made = 0;
        for (int batch = 1; made < count; batch *= 2) {
            int size = Math.min(batch, count - made);
            List<Supplier<Optional<Refusal>>> tasks = new ArrayList<>();
            for (int each = 0; each < size; each++) {
                tasks.add(() -> create(controller, pod));
            }
            Optional<Refusal> refused = all(tasks);
            made += size;
            if (refused.isPresent()) {
                for (int skipped = made; skipped < count; skipped++) {
                    expectations.created(uid);
                }
                return refused.filter(refusal -> !ApiErrors.isNamespaceEnding(refusal.problem()));
            }
        }
        return Optional.empty();
    }

    /** Removes pods, each with its own grace period. */
    Optional<Refusal> delete(ReplicationController controller, Collection<Pod> surplus) {
        List<Pod> pods = surplus.stream().limit(MOST_AT_ONCE).toList();
        expectations.expectDeletions(
                controller.getMetadata().getUid(),
                pods.stream().map(pod -> pod.getMetadata().getUid()).toList());
        return all(pods.stream()
                .<Supplier<Optional<Refusal>>>map(pod -> () -> delete(controller, pod))
                .toList());
    }

    private Optional<Refusal> create(ReplicationController controller, Pod pod) {
        try {
            Pod made = client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .resource(pod)
                    .create();
            events.normal(
                    controller,
                    "SuccessfulCreate",
                    "Created pod: " + made.getMetadata().getName());
            return Optional.empty();
        } catch (RuntimeException refused) {
            expectations.created(controller.getMetadata().getUid());
            if (!ApiErrors.isNamespaceEnding(refused)) {
                events.warning(controller, "FailedCreate", "Error creating: " + ApiErrors.message(refused));
            }
            return Optional.of(new Refusal("FailedCreate", refused));
        }
    }

    private Optional<Refusal> delete(ReplicationController controller, Pod pod) {
        String uid = pod.getMetadata().getUid();
        String name = pod.getMetadata().getName();
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(name)
                    .delete();
            events.normal(controller, "SuccessfulDelete", "Deleted pod: " + name);
            return Optional.empty();
        } catch (RuntimeException refused) {
            expectations.deleted(controller.getMetadata().getUid(), uid);
            events.warning(
                    controller, "FailedDelete", "Error deleting pod " + name + ": " + ApiErrors.message(refused));
            return Optional.of(new Refusal("FailedDelete", refused));
        }
    }

    /** Runs all of them and waits; the first refusal, if there was one. */
    private Optional<Refusal> all(List<Supplier<Optional<Refusal>>> tasks) {
        List<CompletableFuture<Optional<Refusal>>> running = tasks.stream()
                .map(task -> CompletableFuture.supplyAsync(task, writers))
                .toList();
        return running.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .reduce((first, later) -> first);
    }

    private static Pod fromTemplate(ReplicationController controller) {
        PodTemplateSpec template = controller.getSpec().getTemplate();
        ObjectMeta metadata = template.getMetadata() == null ? new ObjectMeta() : template.getMetadata();
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(controller.getMetadata().getNamespace())
                .withGenerateName(controller.getMetadata().getName() + "-")
                .withLabels(metadata.getLabels())
                .withAnnotations(metadata.getAnnotations())
                .withFinalizers(metadata.getFinalizers())
                .withOwnerReferences(Ownership.reference(controller))
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }
}
