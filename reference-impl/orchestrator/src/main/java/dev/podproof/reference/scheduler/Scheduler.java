package dev.podproof.reference.scheduler;

import dev.podproof.reference.events.EventRecorder;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Finds a host for each pod that has none: next pod, decide, bind (SCH-01 to SCH-05, POD-02). One decision at a time, each
 * knowing all that came before it; only the writing of decisions happens side by side.
 */
public final class Scheduler implements AutoCloseable {

    private static final String NAME = "default-scheduler";

    private final OneByOne noting = new OneByOne("noting what runs where");
    private final OneByOne selecting = new OneByOne("finding a pod's services");
    private final OneByOne binding = new OneByOne("telling where pods go");
    private final OneByOne placing = new OneByOne("placing pods");
    private final ClusterView view;
    private final ScheduledExecutorService thread;
    private final Executor writers;
    private final Verdicts verdicts;
    private final Hosts hosts = new Hosts();
    private final PodQueue queue;
    /** Where among many hosts the next decision begins to look. */
    private int start;

    private boolean working = true;
    private ScheduledFuture<?> alarm;

    /**
     * A scheduler for all pods that ask for {@code default-scheduler}, or for none.
     *
     * @param thread runs one task at a time; all decisions are made on it
     * @param writers runs what talks to the API server
     */
    public Scheduler(
            KubernetesClient client,
            ClusterView view,
            EventRecorder events,
            Clock clock,
            ScheduledExecutorService thread,
            Executor writers) {
        this.view = view;
        this.thread = thread;
        this.writers = writers;
        this.verdicts = new Verdicts(client, clock, events);
        this.queue = new PodQueue(clock);
    }

    /** Reads what runs where, then begins to place pods. */
    public void start() {
        view.list(Service.class);
        view.follow(
                Node.class,
                (before, after) -> onThread(() -> noting.run(name(before, after), () -> nodeChanged(before, after))));
        view.follow(
                Pod.class,
                (before, after) -> onThread(() -> noting.run(name(before, after), () -> podChanged(before, after))));
        onThread(this::begin);
    }

    /** Everything that is bound has to be counted before the first decision, not as its turn comes. */
    private void begin() {
        noting.each(view.list(Node.class), hosts::is);
        noting.each(view.list(Pod.class), pod -> {
            if (isBound(pod) && !Pods.hasEnded(pod)) {
                hosts.bound(pod);
            }
        });
        working = false;
        work();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void nodeChanged(Node before, Node after) {
        if (after == null) {
            hosts.isGone(before);
            return;
        }
        hosts.is(after);
        Host now = host(after);
        Optional<Host> then = Optional.ofNullable(before).map(Scheduler::host);
        if (now.isOpen() && !then.map(Host::isOpen).orElse(false)) {
            queue.hurry();
            work();
        } else if (then.isEmpty() || mayHelp(then.get(), now)) {
            queue.wake();
            work();
        }
    }

    private void podChanged(Pod before, Pod after) {
        if (before != null && (after == null || !uid(before).equals(uid(after)) || Pods.hasEnded(after))) {
            hosts.ended(before);
            queue.remove(key(before));
            queue.wake();
        }
        if (after != null && !Pods.hasEnded(after)) {
            if (isBound(after)) {
                hosts.bound(after);
                queue.remove(key(after));
            } else if (Pods.isEnding(after) || !isOurs(after)) {
                queue.remove(key(after));
            } else if (!hosts.isAssumed(after)) {
                enqueue(before, after);
            }
        }
        work();
    }

    private void enqueue(Pod before, Pod after) {
        boolean onlyStatusChanged = before != null
                && Objects.equals(before.getSpec(), after.getSpec())
                && Objects.equals(
                        before.getMetadata().getLabels(), after.getMetadata().getLabels());
        if (onlyStatusChanged) {
            queue.addIfUnknown(key(after));
        } else {
            queue.add(key(after));
        }
    }

    /** Takes pods from the queue until none is due; between two of them, what has changed meanwhile is noted. */
    private void work() {
        if (!working) {
            working = true;
            onThread(this::next);
        }
    }

    private void next() {
        Optional<String> key = queue.next();
        if (key.isPresent()) {
            if (!placing.run(key.get(), () -> consider(key.get()))) {
                queue.park(key.get());
            }
            onThread(this::next);
            return;
        }
        working = false;
        if (alarm != null) {
            alarm.cancel(false);
        }
        queue.idle().ifPresent(pause -> alarm = thread.schedule(this::work, atLeast1(pause), TimeUnit.MILLISECONDS));
    }

    private void consider(String key) {
        view.find(Pod.class, key)
                .filter(pod -> !isBound(pod) && !Pods.isEnding(pod) && !hosts.isAssumed(pod))
                .ifPresentOrElse(this::schedule, () -> queue.remove(key));
    }

    private void schedule(Pod pod) {
        List<Host> existing = hosts.existing();
        Decision decision = Decision.on(existing, start, pod, selectorsOf(pod));
        start = existing.size() > Decision.ENOUGH ? (start + Decision.ENOUGH) % existing.size() : 0;
        if (decision instanceof Decision.Place place) {
            hosts.assume(pod, place.host());
            String host = place.host().name();
            writers.execute(() -> bind(pod, host));
        } else if (decision instanceof Decision.Nowhere nowhere) {
            queue.park(key(pod));
            writers.execute(() -> binding.run(key(pod), () -> verdicts.nowhere(pod, nowhere.why())));
        }
    }

    private void bind(Pod pod, String host) {
        if (!binding.of(key(pod), () -> verdicts.bind(pod, host)).orElse(false)) {
            onThread(() -> {
                hosts.doubt(pod);
                queue.retry(key(pod));
                work();
            });
        }
    }

    private List<Map<String, String>> selectorsOf(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        if (labels == null) {
            return List.of();
        }
        return view.list(Service.class, pod.getMetadata().getNamespace()).stream()
                .flatMap(service -> selecting.of(service, each -> each.getSpec().getSelector()).stream())
                .filter(selector -> !selector.isEmpty())
                .filter(selector -> labels.entrySet().containsAll(selector.entrySet()))
                .toList();
    }

    private void onThread(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            // Nothing is placed any more after close(); what is left is placed by the next master.
        }
    }

    /** Heartbeats come every few seconds and help nobody. */
    private static boolean mayHelp(Host before, Host after) {
        return before.isReady() != after.isReady()
                || !before.allocatable().equals(after.allocatable())
                || !before.labels().equals(after.labels())
                || before.isUnschedulable() != after.isUnschedulable()
                || !before.taints().equals(after.taints());
    }

    /** A node alone, without its pods. */
    private static Host host(Node node) {
        Host host = new Host(node.getMetadata().getName());
        host.is(node);
        return host;
    }

    private static long atLeast1(Duration pause) {
        return Math.max(1, pause.toMillis());
    }

    private static boolean isOurs(Pod pod) {
        String wanted = pod.getSpec().getSchedulerName();
        return wanted == null || wanted.isEmpty() || wanted.equals(NAME);
    }

    private static boolean isBound(Pod pod) {
        return !Pods.nodeOf(pod).isEmpty();
    }

    private static String key(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }

    private static String name(HasMetadata before, HasMetadata after) {
        HasMetadata object = after != null ? after : before;
        return object.getKind() + " " + object.getMetadata().getName();
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }
}
