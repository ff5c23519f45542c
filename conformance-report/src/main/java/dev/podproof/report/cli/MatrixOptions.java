package dev.podproof.report.cli;

import dev.podproof.conformance.subject.Settings;
import dev.podproof.features.Fault;
import dev.podproof.features.Faults;
import dev.podproof.features.Specification;
import dev.podproof.report.run.BadInput;
import dev.podproof.report.run.FaultChoice;
import dev.podproof.report.run.MatrixRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** What a person can say about a kill matrix. */
final class MatrixOptions {
    private static final Duration HOST_GRACE = Duration.ofSeconds(10);
    /** The time for which each scenario waits for what a fault keeps from ever coming to be. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Option(names = "--fault", paramLabel = "ID", split = ",", description = "Only these faults.")
    private List<String> faults = List.of();

    @Option(
            names = "--requirements",
            paramLabel = "ID",
            split = ",",
            description = "Only faults that violate one of these requirements.")
    private List<String> requirements = List.of();

    @Option(
            names = "--full",
            description =
                    "Hold each fault against all requirements that the reference decides, not only against those that it violates.")
    private boolean full;

    @Option(
            names = "--refresh",
            description =
                    "Go on with the matrix of an earlier suite: only faults whose requirements or scenarios have changed since are tried again.")
    private boolean refresh;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "podproof-matrix",
            description = "Folder of the matrix (default: ${DEFAULT-VALUE}/).")
    private Path out;

    @Option(names = "--hosts", paramLabel = "N", defaultValue = "3", description = "Hosts (default: ${DEFAULT-VALUE}).")
    private int hosts;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "4",
            description = "Scenarios that run side by side (default: ${DEFAULT-VALUE}).")
    private int parallel;

    MatrixRun.Request request(Specification specification, Faults catalogue) {
        faults.forEach(id -> FaultChoice.known(id, catalogue));
        requirements.stream()
                .filter(id -> specification.requirement(id).isEmpty())
                .findFirst()
                .ifPresent(id -> {
                    throw new BadInput("There is no requirement '" + id + "'");
                });
        if (hosts < 1 || parallel < 1) {
            throw new BadInput("--hosts and --parallel must be 1 or more");
        }
        List<Fault> chosen = catalogue.faults().stream()
                .filter(fault -> faults.isEmpty() || faults.contains(fault.id()))
                .filter(fault ->
                        requirements.isEmpty() || fault.named().stream().anyMatch(requirements::contains))
                .toList();
        if (chosen.isEmpty()) {
            throw new BadInput("No fault is left: none of those chosen violates " + String.join(" or ", requirements));
        }
        return new MatrixRun.Request(
                out,
                "matrix-" + ProcessHandle.current().pid(),
                hosts,
                parallel,
                chosen,
                full,
                refresh,
                Settings.defaults()
                        .withHostGrace(HOST_GRACE)
                        .withMaxHosts(hosts)
                        .withPatience(PATIENCE));
    }
}
