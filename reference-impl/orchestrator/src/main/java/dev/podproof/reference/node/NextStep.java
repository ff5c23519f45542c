package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is to be done about one container of a pod, given the last one of that name (POD-06). */
sealed interface NextStep {

    /** Make a new one: the so-many-th restart, after whose end the next has to wait that long. */
    record Make(int restartCount, int backOffSeconds) implements NextStep {}

    /** It was made, but not started yet. */
    record Launch(Container container) implements NextStep {}

    /** It runs, as it should. */
    record Keep(Container container) implements NextStep {}

    /** It runs, but from an image that the pod no longer names. */
    record Replace(Container container) implements NextStep {}

    /** It ended and will be started again, not before that time. */
    record Wait(Container container, Instant until) implements NextStep {}

    /** It ended for good. */
    record Done(Container container) implements NextStep {
        boolean succeeded() {
            return container.exitCode() == 0 && container.error().isEmpty();
        }
    }

    int FIRST_BACK_OFF_SECONDS = 10;
    int LAST_BACK_OFF_SECONDS = 300;
    /** Who ran that long is taken to be well, and the count begins anew. */
    Duration WELL_AFTER = Duration.ofMinutes(10);

    /**
     * Decides from what is seen alone, so that an agent that was restarted decides the same.
     *
     * @param policy the pod's restart policy
     * @param last the newest container of that name, whether it runs or not
     * @param image what the pod names now
     */
    static NextStep of(String policy, Optional<Container> last, String image, Instant now) {
        if (last.isEmpty()) {
            return new Make(0, 0);
        }
        Container container = last.get();
        if (container.running()) {
            boolean same = image.equals(container.labels().getOrDefault(Labels.IMAGE, image));
            return same ? new Keep(container) : new Replace(container);
        }
        if (!container.ended()) {
            return new Launch(container);
        }
        boolean succeeded = new Done(container).succeeded();
        if (policy.equals("Never") || (policy.equals("OnFailure") && succeeded)) {
            return new Done(container);
        }
        Instant ended = endOf(container);
        boolean wasWell = container
                .startedAt()
                .map(started -> Duration.between(started, ended).compareTo(WELL_AFTER) >= 0)
                .orElse(false);
        int wait = wasWell ? 0 : container.backOffSeconds();
        Instant due = ended.plusSeconds(wait);
        if (now.isBefore(due)) {
            return new Wait(container, due);
        }
        return new Make(container.restartCount() + 1, after(wait));
    }

    private static int after(int wait) {
        return wait == 0 ? FIRST_BACK_OFF_SECONDS : Math.min(LAST_BACK_OFF_SECONDS, wait * 2);
    }

    private static Instant endOf(Container container) {
        return container.finishedAt().orElse(container.createdAt());
    }
}
