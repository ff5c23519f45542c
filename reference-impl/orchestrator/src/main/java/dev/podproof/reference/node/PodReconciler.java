package dev.podproof.reference.node;

import dev.podproof.reference.node.admission.Admission;
import dev.podproof.reference.node.admission.Refusal;
import dev.podproof.reference.node.health.Doctor;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.volume.Volumes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Brings one pod at a time from what the engine shows to what the API wants. Each call looks anew, so that it does not
 * matter which event called, or whether one was lost.
 */
final class PodReconciler {
    /** As often as what a running pod's volumes show of the API is brought up to date. */
    private static final Duration BETWEEN_VOLUME_LOOKS = Duration.ofSeconds(30);

    private static final String EVICTED = "Evicted";

    /** What a pod gets that has to go because of what it does to its host: as much as a kubelet of 1.32 gives it. */
    private static final Duration OF_THE_EVICTED = Duration.ofSeconds(1);

    private final NodeOptions options;
    private final PodStore pods;
    private final ContainerRuntime runtime;
    private final Admission admission;
    private final VolumeSizes sizes;
    private final PodStarter starter;
    private final PodEnding ending;
    private final Stopper stopper;
    private final LastWords lastWords;
    private final Images images;
    private final Doctor doctor;
    private final StatusPublisher statuses;
    private final PodEvents events;
    private final Clock clock;
    private final Map<String, PodMemory> memories = new ConcurrentHashMap<>();

    PodReconciler(
            NodeOptions options,
            PodStore pods,
            ContainerRuntime runtime,
            Admission admission,
            VolumeSizes sizes,
            PodStarter starter,
            PodEnding ending,
            Stopper stopper,
            LastWords lastWords,
            Images images,
            Doctor doctor,
            StatusPublisher statuses,
            PodEvents events,
            Clock clock) {
        this.options = options;
        this.pods = pods;
        this.runtime = runtime;
        this.admission = admission;
        this.sizes = sizes;
        this.starter = starter;
        this.ending = ending;
        this.stopper = stopper;
        this.lastWords = lastWords;
        this.images = images;
        this.doctor = doctor;
        this.statuses = statuses;
        this.events = events;
        this.clock = clock;
    }

    /** Gives back when to look again if nothing happens before. */
    Optional<Duration> reconcile(String uid) {
        Optional<Pod> pod = pods.find(uid);
        List<Container> seen = runtime.containersOf(uid);
        if (pod.isEmpty()) {
            doctor.attend(uid, List.of(), true);
            if (!ending.clear(uid, seen)) {
                return Optional.of(Duration.ZERO);
            }
            memories.remove(uid);
            statuses.forget(uid);
            images.forget(uid);
            admission.forget(uid);
            return Optional.empty();
        }
        PodMemory memory = memories.computeIfAbsent(uid, ignored -> new PodMemory());
        Optional<PodStatus> told =
                statuses.last(uid).or(() -> Optional.ofNullable(pod.get().getStatus()));
        PodView view = new PodView(pod.get(), seen, told);
        memory.forgetAllBut(seen.stream().map(Container::id).collect(Collectors.toSet()));
        // Before anything of them is taken away.
        hearLastWords(view, memory);
        Optional<Instant> again = bring(view, memory);
        return again.map(time -> Duration.between(clock.instant(), time))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    private Optional<Instant> bring(PodView view, PodMemory memory) {
        if (view.beingDeleted()) {
            publish(view, memory);
            return ending.delete(view, memory);
        }
        if (view.over()) {
            if (hasNewsOfEnds(view)) {
                publish(view, memory);
            }
            return ending.retire(view, memory, graceOf(view));
        }
        Instant now = clock.instant();
        Optional<Refusal> refusal = admission.refuse(view.pod(), !view.seen().isEmpty());
        if (refusal.isPresent()) {
            String message = refusal.get().message();
            events.warning(view.pod(), refusal.get().reason(), message);
            return fail(view, memory, refusal.get().reason(), "Pod " + message);
        }
        Optional<VolumeSizes.Look> look = sizes.look(view, memory, now);
        Optional<String> overflow = look.flatMap(VolumeSizes.Look::overflow);
        if (overflow.isPresent()) {
            events.warning(view.pod(), EVICTED, overflow.get());
            return fail(view, memory, EVICTED, overflow.get());
        }
        Optional<Instant> deadline = deadline(view);
        if (deadline.isPresent() && !now.isBefore(deadline.get())) {
            String message = "Pod was active on the node longer than the specified deadline";
            events.normal(view.pod(), "DeadlineExceeded", message);
            return fail(view, memory, "DeadlineExceeded", message);
        }
        Optional<Instant> again = earlier(advance(view, memory, now), look.map(VolumeSizes.Look::next));
        return earlier(again, deadline);
    }

    private Optional<Instant> advance(PodView view, PodMemory memory, Instant now) {
        doctor.attend(view.uid(), view.patients(options.address()), false);
        Plan plan = Plan.of(view, doctor, now);
        // A new pod's first news is that it runs, or why it does not: nobody would see what is true for a moment only.
        if (view.reported() || plan.starts().isEmpty()) {
            publish(view, memory);
        }
        plan.leftovers().forEach(container -> runtime.remove(container.id()));
        Optional<Instant> again = plan.again();
        for (Plan.Stop stop : plan.stops()) {
            again = earlier(again, Optional.of(stopper.stop(view, memory, stop)));
        }
        if (!plan.starts().isEmpty() && plan.stops().isEmpty()) {
            again = earlier(again, starter.start(view, memory, plan.starts()));
            publish(view.now(runtime.containersOf(view.uid())), memory);
        }
        sayWhoIsHeldBack(view, plan);
        return earlier(again, refreshVolumes(view, memory, now));
    }

    private Optional<Instant> refreshVolumes(PodView view, PodMemory memory, Instant now) {
        if (!Volumes.follow(view.pod()) || view.patients(options.address()).isEmpty()) {
            return Optional.empty();
        }
        if (!now.isBefore(memory.volumesDue(view.pod()))) {
            starter.refreshVolumes(view);
            memory.looksAtVolumes(view.pod(), now.plus(BETWEEN_VOLUME_LOOKS));
        }
        return Optional.of(memory.volumesDue(view.pod()));
    }

    private void sayWhoIsHeldBack(PodView view, Plan plan) {
        for (Container container : plan.heldBack()) {
            events.warning(
                    view.pod(),
                    container.containerName(),
                    "BackOff",
                    "Back-off" + ContainerStatuses.backOffSuffix(container, view));
        }
    }

    /** The pod is over, whatever its containers do. */
    private Optional<Instant> fail(PodView view, PodMemory memory, String reason, String message) {
        statuses.publish(view.pod(), shown(view, memory).failed(reason, message));
        return ending.retire(view, memory, reason.equals(EVICTED) ? OF_THE_EVICTED : view.grace());
    }

    /** Who ends a pod, by its deadline say, does not wait for its containers: they end later, and that is told then. */
    private static boolean hasNewsOfEnds(PodView view) {
        return view.end().orElseThrow().getContainerStatuses().stream()
                .filter(told -> told.getState() != null && told.getState().getRunning() != null)
                .anyMatch(told ->
                        view.newest(told.getName()).filter(Container::ended).isPresent());
    }

    /** A host that runs short of something does not wait as long as the pod would like. */
    private static Duration graceOf(PodView view) {
        return EVICTED.equals(view.end().orElseThrow().getReason()) ? OF_THE_EVICTED : view.grace();
    }

    private static Optional<Instant> deadline(PodView view) {
        Long seconds = view.spec().getActiveDeadlineSeconds();
        String started =
                view.pod().getStatus() == null ? null : view.pod().getStatus().getStartTime();
        return seconds == null || started == null
                ? Optional.empty()
                : Optional.of(Instant.parse(started).plusSeconds(seconds));
    }

    private void publish(PodView view, PodMemory memory) {
        doctor.attend(view.uid(), view.patients(options.address()), view.beingDeleted());
        statuses.publish(view.pod(), shown(view, memory).status());
    }

    /** What this look shows: a container can have ended since the one before, and an end is told once, with its last words. */
    private PodStatuses shown(PodView view, PodMemory memory) {
        hearLastWords(view, memory);
        return new PodStatuses(view, memory, doctor, options.address(), clock.instant());
    }

    private void hearLastWords(PodView view, PodMemory memory) {
        view.seen().stream()
                .filter(container ->
                        container.ended() && memory.lastWords(container.id()).isEmpty())
                .forEach(container ->
                        memory.lastWords(container.id(), lastWords.of(container, view.saysLogOnError(container))));
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        Earliest earliest = new Earliest();
        one.ifPresent(earliest::notLaterThan);
        other.ifPresent(earliest::notLaterThan);
        return earliest.time();
    }
}
