package dev.podproof.reference.node;

import dev.podproof.reference.node.health.Health;
import dev.podproof.reference.node.runtime.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** A pod's status from what is seen of it: phase, conditions, a status per container. Asks nobody, changes nothing. */
final class PodStatuses {
    private final PodView view;
    private final String hostAddress;
    private final Instant now;
    private final List<ContainerStatus> initStatuses;
    private final List<ContainerStatus> statuses;

    PodStatuses(PodView view, PodMemory memory, Health health, String hostAddress, Instant now) {
        this.view = view;
        this.hostAddress = hostAddress;
        this.now = now;
        boolean initialized = initialized();
        ContainerStatuses each = new ContainerStatuses(view, memory, health, now, initialized);
        this.initStatuses = view.initContainers().stream()
                .map(container -> each.of(container, view.initRestartPolicy(), true))
                .toList();
        this.statuses = view.spec().getContainers().stream()
                .map(container -> each.of(container, view.restartPolicy(), false))
                .toList();
    }

    /** What is seen now. Why a pod is over stays true, whatever is seen of it afterwards. */
    PodStatus status() {
        return view.end()
                .map(end -> status(end.getPhase(), end.getReason(), end.getMessage()))
                .orElseGet(() -> status(phase(), null, null));
    }

    /** The status of a pod that is over for a reason of its own, as in {@code DeadlineExceeded}. */
    PodStatus failed(String reason, String message) {
        return status("Failed", reason, message);
    }

    private PodStatus status(String phase, String reason, String message) {
        PodStatus before = Objects.requireNonNullElseGet(view.pod().getStatus(), PodStatus::new);
        String address = Optional.of(view.address(hostAddress))
                .filter(found -> !found.isEmpty())
                .orElse(before.getPodIP());
        return new PodStatusBuilder(before)
                .withPhase(phase)
                .withReason(reason)
                .withMessage(message)
                .withHostIP(hostAddress)
                .withPodIP(address)
                .withPodIPs(address == null ? List.of() : List.of(new PodIP(address)))
                .withStartTime(Objects.requireNonNullElseGet(before.getStartTime(), () -> Times.text(now)))
                .withConditions(conditions(phase, Objects.requireNonNullElse(before.getConditions(), List.of())))
                .withInitContainerStatuses(initStatuses)
                .withContainerStatuses(statuses)
                .build();
    }

    /** Who ran does not become one that has not: its containers may be prepared or started anew. */
    private String phase() {
        if (view.beingDeleted() && nothingRuns()) {
            return statuses.stream().allMatch(PodStatuses::succeeded) ? "Succeeded" : "Failed";
        }
        boolean ran =
                view.told().map(PodStatus::getPhase).filter("Running"::equals).isPresent();
        String seen = phaseOfWhatIsSeen();
        return ran && seen.equals("Pending") ? "Running" : seen;
    }

    private boolean nothingRuns() {
        return view.seen().stream().noneMatch(container -> container.running() && !container.isSandbox());
    }

    private String phaseOfWhatIsSeen() {
        if (!initialized()) {
            boolean failed = view.restartPolicy().equals("Never")
                    && initStatuses.stream().anyMatch(status -> ended(status) && !succeeded(status));
            return failed ? "Failed" : "Pending";
        }
        if (statuses.stream().anyMatch(PodStatuses::neverRan)) {
            return "Pending";
        }
        boolean allEnded = statuses.stream().allMatch(PodStatuses::ended);
        if (!allEnded || view.restartPolicy().equals("Always")) {
            return "Running";
        }
        if (statuses.stream().allMatch(PodStatuses::succeeded)) {
            return "Succeeded";
        }
        return view.restartPolicy().equals("Never") ? "Failed" : "Running";
    }

    private boolean initialized() {
        boolean mainSeen = view.spec().getContainers().stream()
                .anyMatch(container -> view.newest(container.getName()).isPresent());
        return mainSeen
                || view.initContainers().stream()
                        .allMatch(container -> view.newest(container.getName())
                                .filter(Container::ended)
                                .filter(last ->
                                        last.exitCode() == 0 && last.error().isEmpty())
                                .isPresent());
    }

    private static boolean neverRan(ContainerStatus status) {
        return status.getState().getWaiting() != null
                && (status.getLastState() == null || status.getLastState().getTerminated() == null);
    }

    private static boolean ended(ContainerStatus status) {
        return status.getState().getTerminated() != null;
    }

    private static boolean succeeded(ContainerStatus status) {
        return ended(status) && status.getState().getTerminated().getExitCode() == 0;
    }

    private List<PodCondition> conditions(String phase, List<PodCondition> before) {
        List<String> uninitialized = initialized() ? List.of() : names(initStatuses, status -> !succeeded(status));
        List<String> unready = names(statuses, status -> !Boolean.TRUE.equals(status.getReady()));
        return new PodConditions(view.spec(), phase, now).of(uninitialized, unready, before);
    }

    private static List<String> names(List<ContainerStatus> statuses, Predicate<ContainerStatus> which) {
        return statuses.stream().filter(which).map(ContainerStatus::getName).toList();
    }
}
