package dev.podproof.reference.node.health;

import dev.podproof.reference.node.health.ProbeWorker.Verdict;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The probes of one running container: liveness and readiness are asked only once the startup probe has succeeded. */
final class ContainerProbes {
    private enum Kind {
        STARTUP("Startup", "startup"),
        LIVENESS("Liveness", "liveness"),
        READINESS("Readiness", "readiness");

        private final String title;
        private final String word;

        Kind(String title, String word) {
            this.title = title;
            this.word = word;
        }
    }

    private final Patient patient;
    private final Actions actions;
    private final Timer timer;
    private final HealthListener listener;
    private final Optional<ProbeWorker> startup;
    private final Optional<ProbeWorker> liveness;
    private final Optional<ProbeWorker> readiness;

    ContainerProbes(Patient patient, Actions actions, Timer timer, HealthListener listener) {
        this.patient = patient;
        this.actions = actions;
        this.timer = timer;
        this.listener = listener;
        var spec = patient.spec();
        Optional<ContainerStatus> earlier = earlier(patient);
        this.startup = worker(Kind.STARTUP, spec.getStartupProbe(), earlier.map(ContainerStatus::getStarted));
        this.liveness = worker(Kind.LIVENESS, spec.getLivenessProbe(), Optional.empty());
        this.readiness = worker(Kind.READINESS, spec.getReadinessProbe(), earlier.map(ContainerStatus::getReady));
    }

    static boolean wanted(io.fabric8.kubernetes.api.model.Container spec) {
        return spec.getStartupProbe() != null || spec.getLivenessProbe() != null || spec.getReadinessProbe() != null;
    }

    /** What was said of this very container before: an agent that starts anew does not make a pod unready by that. */
    private static Optional<ContainerStatus> earlier(Patient patient) {
        return Optional.ofNullable(patient.pod().getStatus())
                .map(status ->
                        Objects.requireNonNullElse(status.getContainerStatuses(), List.<ContainerStatus>of()).stream())
                .flatMap(statuses -> statuses.filter(
                                status -> ("docker://" + patient.id()).equals(status.getContainerID()))
                        .findFirst());
    }

    void begin() {
        if (started()) {
            beginOthers();
        } else {
            startup.ifPresent(worker -> worker.begin(containerStarted()));
        }
    }

    private void beginOthers() {
        liveness.ifPresent(worker -> worker.begin(containerStarted()));
        readiness.ifPresent(worker -> worker.begin(containerStarted()));
    }

    private Instant containerStarted() {
        return patient.running().startedAt().orElseGet(timer::now);
    }

    /** The pod is on its way out: whether it can serve still matters, whether it would have to be restarted does not. */
    void onlyReadiness() {
        startup.ifPresent(ProbeWorker::stop);
        liveness.ifPresent(ProbeWorker::stop);
    }

    void stop() {
        onlyReadiness();
        readiness.ifPresent(ProbeWorker::stop);
    }

    boolean started() {
        return startup.map(worker -> worker.verdict() == Verdict.GOOD).orElse(true);
    }

    boolean ready() {
        return started()
                && readiness.map(worker -> worker.verdict() == Verdict.GOOD).orElse(true);
    }

    Optional<Condemned> condemned() {
        return startup.filter(worker -> worker.verdict() == Verdict.BAD)
                .map(failed -> condemned(Kind.STARTUP, patient.spec().getStartupProbe()))
                .or(() -> liveness.filter(worker -> worker.verdict() == Verdict.BAD)
                        .map(failed -> condemned(Kind.LIVENESS, patient.spec().getLivenessProbe())));
    }

    private static Condemned condemned(Kind kind, Probe probe) {
        return new Condemned(
                "failed " + kind.word + " probe", Optional.ofNullable(probe.getTerminationGracePeriodSeconds()));
    }

    private Optional<ProbeWorker> worker(Kind kind, Probe probe, Optional<Boolean> wasGood) {
        if (probe == null) {
            return Optional.empty();
        }
        Action action = Action.of(probe);
        Duration limit = Duration.ofSeconds(Objects.requireNonNullElse(probe.getTimeoutSeconds(), 1));
        Verdict verdict = wasGood.orElse(false) ? Verdict.GOOD : Verdict.UNKNOWN;
        return Optional.of(
                new ProbeWorker(probe, () -> actions.run(action, patient, limit), timer, verdict, new Voice(kind)));
    }

    private final class Voice implements ProbeWorker.Owner {
        private final Kind kind;

        Voice(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void turned(Verdict verdict) {
            if (kind == Kind.STARTUP) {
                startup.ifPresent(ProbeWorker::stop);
                if (verdict == Verdict.GOOD) {
                    beginOthers();
                }
            }
            if (kind == Kind.LIVENESS && verdict == Verdict.BAD) {
                // There is nothing more to learn of it: the next container is asked anew.
                liveness.ifPresent(ProbeWorker::stop);
            }
            listener.changed(patient.pod().getMetadata().getUid());
        }

        @Override
        public void complained(String words) {
            listener.complained(patient.pod(), patient.name(), "Unhealthy", kind.title + " probe failed: " + words);
        }
    }
}
