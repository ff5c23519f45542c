package dev.podproof.reference.controller.replication;

import dev.podproof.reference.controller.ReconcileLoop;
import dev.podproof.reference.events.EventRecorder;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.ReplicationControllerCondition;
import io.fabric8.kubernetes.api.model.ReplicationControllerStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Keeps the declared number of matching pods for each replication controller (RC-01 to RC-04): makes the missing ones,
 * removes the surplus, and reports what it sees.
 */
public final class ReplicationManager implements AutoCloseable {

    private static final Duration BETWEEN_COUNTS = Duration.ofMillis(100);

    private final OneByOne waking = new OneByOne("finding a pod's controllers");
    private final KubernetesClient client;
    private final ClusterView view;
    private final Clock clock;
    private final Expectations expectations;
    private final Ownership ownership;
    private final Replicas replicas;
    private final ReconcileLoop<Key> loop;

    private record Key(String namespace, String name) {
        static Key of(HasMetadata object) {
            return new Key(
                    object.getMetadata().getNamespace(), object.getMetadata().getName());
        }
    }

    /**
     * A manager of all replication controllers.
     *
     * @param writers runs what makes and removes pods, on other threads than the loop's
     */
    public ReplicationManager(
            KubernetesClient client,
            ClusterView view,
            EventRecorder events,
            Clock clock,
            ScheduledExecutorService executor,
            Executor writers) {
        this.client = client;
        this.view = view;
        this.clock = clock;
        this.expectations = new Expectations(clock);
        this.ownership = new Ownership(client, view);
        this.replicas = new Replicas(client, expectations, events, writers);
        this.loop = new ReconcileLoop<>("replication", executor, this::reconcile);
    }

    /** Begins to follow controllers and pods. */
    public void start() {
        view.list(Pod.class);
        view.follow(ReplicationController.class, this::controllerChanged);
        view.follow(Pod.class, this::podChanged);
    }

    @Override
    public void close() {
        loop.close();
    }

    private void controllerChanged(ReplicationController before, ReplicationController after) {
        if (before != null && (after == null || !uid(before).equals(uid(after)))) {
            expectations.forget(uid(before));
        }
        loop.add(Key.of(after != null ? after : before));
    }

    private void podChanged(Pod before, Pod after) {
        if (before != null && (after == null || !uid(before).equals(uid(after)) || Pods.isEnding(after))) {
            owner(before).ifPresent(owner -> expectations.deleted(owner.getUid(), uid(before)));
        }
        if (after != null && (before == null || !uid(before).equals(uid(after)))) {
            owner(after).ifPresent(owner -> expectations.created(owner.getUid()));
        }
        if (before != null && !owner(before).equals(owner(after))) {
            wake(before, loop::add);
        }
        if (after != null && (before == null || mayMatter(before, after))) {
            wake(after, isToBeCountedOnly(before, after) ? this::count : loop::add);
        }
    }

    /** Of a hundred pods that turn ready one after the other, not each has to be reported at once. */
    private void count(Key controller) {
        loop.addWithin(controller, BETWEEN_COUNTS);
    }

    /** Whether the change can be answered by no more than a report: a pod that was made, or one that lives on as it was. */
    private static boolean isToBeCountedOnly(Pod before, Pod after) {
        return owner(after).isPresent()
                && !Pods.isEnding(after)
                && !Pods.hasEnded(after)
                && (before == null
                        || (uid(before).equals(uid(after))
                                && Objects.equals(
                                        before.getMetadata().getLabels(),
                                        after.getMetadata().getLabels())));
    }

    /** A pod without a controller concerns those that may want it, and only while its labels may have changed. */
    private static boolean mayMatter(Pod before, Pod after) {
        return owner(after).isPresent()
                || owner(before).isPresent()
                || !Objects.equals(
                        before.getMetadata().getLabels(), after.getMetadata().getLabels());
    }

    private void wake(Pod pod, Consumer<Key> how) {
        Optional<OwnerReference> owner = owner(pod);
        String namespace = pod.getMetadata().getNamespace();
        if (owner.isPresent()) {
            if (owner.get().getKind().equals("ReplicationController")) {
                how.accept(new Key(namespace, owner.get().getName()));
            }
            return;
        }
        waking.each(view.list(ReplicationController.class, namespace), controller -> {
            if (Pods.selects(controller.getSpec().getSelector(), pod)) {
                how.accept(Key.of(controller));
            }
        });
    }

    private void reconcile(Key key) {
        view.find(ReplicationController.class, key.namespace(), key.name()).ifPresent(this::reconcile);
    }

    private void reconcile(ReplicationController controller) {
        // Asked first: what the view shows afterwards has all that was expected.
        boolean upToDate = expectations.areMet(uid(controller));
        List<Pod> pods = ownership.claim(controller);
        List<Pod> living = pods.stream()
                .filter(pod -> !Pods.isEnding(pod) && !Pods.hasEnded(pod))
                .toList();
        if (!upToDate || Pods.isEnding(controller)) {
            report(controller, living, controller.getStatus().getConditions());
            return;
        }
        Optional<Refusal> refused = bringTo(controller, living, FalseStarts.pause(pods, clock.instant()));
        report(controller, living, ReplicaStatus.conditions(controller, refused, clock.instant()));
        refused.ifPresent(refusal -> {
            throw refusal.problem();
        });
    }

    private Optional<Refusal> bringTo(ReplicationController controller, List<Pod> living, Duration pause) {
        int missing = controller.getSpec().getReplicas() - living.size();
        if (missing < 0) {
            return replicas.delete(controller, Surplus.of(living, -missing));
        }
        if (missing > 0 && !pause.isZero()) {
            loop.addAfter(Key.of(controller), pause);
            return Optional.empty();
        }
        return missing > 0 ? replicas.create(controller, missing) : Optional.empty();
    }

    private void report(
            ReplicationController controller, List<Pod> living, List<ReplicationControllerCondition> conditions) {
        Instant now = clock.instant();
        ReplicationControllerStatus status = ReplicaStatus.of(controller, living, conditions, now);
        if (!status.equals(controller.getStatus())) {
            client.replicationControllers()
                    .inNamespace(controller.getMetadata().getNamespace())
                    .resource(new ReplicationControllerBuilder(controller)
                            .withStatus(status)
                            .build())
                    .updateStatus();
        }
        ReplicaStatus.nextAvailable(controller, living, now)
                .ifPresent(pause -> loop.addAfter(Key.of(controller), pause));
    }

    private static Optional<OwnerReference> owner(Pod pod) {
        return pod == null ? Optional.empty() : Pods.controllerOf(pod);
    }

    private static String uid(HasMetadata object) {
        return object.getMetadata().getUid();
    }
}
