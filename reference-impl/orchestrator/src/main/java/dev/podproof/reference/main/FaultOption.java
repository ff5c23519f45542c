package dev.podproof.reference.main;

import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.faults.FaultFile;
import dev.podproof.reference.faults.Faults;
import dev.podproof.reference.faults.Place;
import dev.podproof.reference.host.Commands;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** Whether a program may be given deliberate faults. */
final class FaultOption {
    private static final long LATE_SECONDS = 12;

    @Option(
            names = "--faults",
            paramLabel = "FILE",
            description =
                    "Has the deliberate faults whose IDs stand in this file, an ID a line, and looks at it once a second."
                            + " For testing test suites; what was done is said in FILE.done.")
    private Optional<Path> file = Optional.empty();

    /**
     * The faults of a program that is about to start.
     *
     * @throws IllegalArgumentException if the file names one that there is not
     */
    Faults on(
            Program program,
            String address,
            Optional<String> node,
            ClusterRanges ranges,
            Commands commands,
            Clock clock) {
        if (file.isEmpty()) {
            return Faults.none();
        }
        Place place = new Place(
                node,
                address,
                ranges.pods().toString(),
                ranges.services().toString(),
                commands,
                Path.of("/var/lib/podproof-faults"),
                clock,
                CompletableFuture.delayedExecutor(LATE_SECONDS, TimeUnit.SECONDS));
        Faults faults = program.part(Faults.at(place));
        FaultFile switches = new FaultFile(file.get(), faults);
        switches.begin();
        Future<?> unused = program.thread("faults").scheduleWithFixedDelay(switches::look, 1, 1, TimeUnit.SECONDS);
        return faults;
    }
}
