package dev.podproof.report.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run has to be told.
 *
 * @param out where the report goes
 * @param parallel how many scenarios work side by side
 * @param timeout after this time nothing new starts; empty for no limit
 * @param failFast whether the first failure ends the run
 * @param environment facts of this machine for the report
 */
public record RunRequest(
        Path out,
        Target target,
        Selection selection,
        int parallel,
        Optional<Duration> timeout,
        boolean failFast,
        Map<String, String> environment) {
    public RunRequest {
        environment = Map.copyOf(environment);
    }

    /** The same within another time. */
    RunRequest within(Optional<Duration> limit) {
        return new RunRequest(out, target, selection, parallel, limit, failFast, environment);
    }
}
