package dev.podproof.report.verdict;

import java.time.Instant;
import java.util.List;

/**
 * What was known when the run was over; recorded as an attachment of {@link Recorded#END}. Its absence says that the run was killed.
 *
 * @param finishedAt when it was over, in UTC
 * @param ended how it ended
 * @param errors what went wrong in the suite outside of any scenario
 * @param reason why nothing was run at all; empty where something was
 * @param effort what was done in containers
 * @param pauses when scenarios only waited
 */
public record RunEnd(
        Instant finishedAt,
        List<Phase> phases,
        int podsCreated,
        boolean interrupted,
        Ended ended,
        List<String> errors,
        String reason,
        Effort effort,
        List<Pause> pauses) {
    public RunEnd {
        phases = phases == null ? List.of() : List.copyOf(phases);
        errors = errors == null ? List.of() : List.copyOf(errors);
        reason = reason == null ? "" : reason;
        pauses = pauses == null ? List.of() : List.copyOf(pauses);
        effort = effort == null ? Effort.NONE : effort;
    }

    /** Why something did not run. */
    String because() {
        return reason.isEmpty() ? ended.because() : reason;
    }

    /** A named part of the run and how long it took. */
    public record Phase(String name, double seconds) {}

    /** How a run came to its end. */
    public enum Ended {
        COMPLETED("the run is complete"),
        INTERRUPTED("the run was interrupted before it"),
        TIME_OUT("the time ran out before it"),
        FAIL_FAST("an earlier failure stopped the run (--fail-fast)"),
        /** The target is not what it was. */
        NOT_UNDONE("a host that a scenario took away did not come back, which stopped the run before it"),
        KILLED("the run was killed before it"),
        /** There was no target to run anything on. */
        NOT_RUN("it was not run");

        private final String because;

        Ended(String because) {
            this.because = because;
        }

        /** Why something did not run. */
        String because() {
            return because;
        }
    }
}
