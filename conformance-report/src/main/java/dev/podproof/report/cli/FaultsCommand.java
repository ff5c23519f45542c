package dev.podproof.report.cli;

import dev.podproof.features.Fault;
import dev.podproof.features.Faults;
import dev.podproof.features.Requirement;
import dev.podproof.features.Specification;
import dev.podproof.report.render.KillMatrixFiles;
import dev.podproof.report.run.BadInput;
import dev.podproof.report.run.FaultChoice;
import dev.podproof.report.run.MatrixRun;
import dev.podproof.report.verdict.KillMatrix;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** podproof faults: the deliberate violations that the reference can have, for workshops and for testing the suite. */
@Command(
        name = "faults",
        description = "Deliberate violations of the reference: what there are, and which a cluster has.",
        mixinStandardHelpOptions = true)
final class FaultsCommand implements Runnable {
    private static final int NOT_RUN = 3;

    private final Terminal terminal;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    FaultsCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do with faults: list, explain, use, reveal or matrix");
    }

    @Command(name = "list", description = "Lists all faults.", mixinStandardHelpOptions = true)
    int list(
            @Option(
                            names = "--requirements",
                            paramLabel = "ID",
                            split = ",",
                            description = "Only those that violate one of these.")
                    List<String> requirements) {
        List<String> wanted = known(requirements, Specification.load());
        Faults.load().faults().stream()
                .filter(fault -> wanted.isEmpty() || fault.named().stream().anyMatch(wanted::contains))
                .forEach(fault -> terminal.line(terminal.bold(fault.id()) + "  " + String.join(", ", fault.named())
                        + "\n  " + fault.sentence()));
        return 0;
    }

    @Command(
            name = "explain",
            description = "Says what a fault violates, and how it is switched.",
            mixinStandardHelpOptions = true)
    int explain(@Parameters(paramLabel = "ID") String id) {
        Faults catalogue = Faults.load();
        Fault fault = FaultChoice.known(id, catalogue);
        Specification specification = Specification.load();
        terminal.line(terminal.bold(fault.id()));
        terminal.line(fault.sentence());
        for (Fault.Violation violation : fault.violates()) {
            Requirement broken =
                    specification.requirement(violation.requirement()).orElseThrow();
            terminal.line("violates " + broken.id() + " (" + broken.level() + "): \"" + violation.clause() + "\"");
        }
        fault.sideEffects()
                .forEach(effect -> terminal.line("fails as well: " + effect.requirement() + ", as " + effect.reason()));
        terminal.line("takes effect " + fault.takesEffect().words());
        if (!fault.excludes().isEmpty()) {
            terminal.line("excludes " + String.join(", ", fault.excludes()));
        }
        fault.survived()
                .ifPresent(number ->
                        terminal.line("survived the suite of 30 November 2026, as its wrong cluster " + number));
        terminal.line("podproof up --fault " + fault.id() + " starts a cluster with it");
        return 0;
    }

    @Command(
            name = "use",
            description = "Switches the faults of a reference cluster that runs; without an ID, all of them off.",
            mixinStandardHelpOptions = true)
    int use(
            @Mixin ClusterNameOption cluster,
            @Parameters(
                            paramLabel = "ID",
                            arity = "0..*",
                            description = "The faults to be on; ? for one that chance chooses.")
                    List<String> ids,
            @Option(
                            names = "--requirements",
                            paramLabel = "ID",
                            split = ",",
                            description = "With ?: one that violates at least one of these.")
                    List<String> requirements) {
        FaultChoice choice = FaultChoice.of(
                ids == null ? List.of() : ids,
                known(requirements, Specification.load()),
                Faults.load(),
                false,
                new java.security.SecureRandom());
        cluster.find().useFaults(choice.ids());
        terminal.line("The cluster '" + cluster.name() + "' has " + said(choice) + " from now on.");
        return 0;
    }

    @Command(
            name = "reveal",
            description = "Says which faults a reference cluster has: the answer to up --fault '?'.",
            mixinStandardHelpOptions = true)
    int reveal(@Mixin ClusterNameOption cluster) {
        List<String> on = cluster.find()
                .faults()
                .orElseThrow(() -> new BadInput(
                        "The cluster '" + cluster.name() + "' was started healthy, and cannot have a fault"));
        if (on.isEmpty()) {
            terminal.line("The cluster '" + cluster.name() + "' has no fault.");
        }
        on.forEach(this::explain);
        return 0;
    }

    @Command(
            name = "matrix",
            description =
                    "Holds the suite against one cluster that has one fault after the other, and says which it notices."
                            + " Goes on where an earlier one ended. Exit codes: 0 all as it should be, 1 something survived or failed that"
                            + " should not, 3 something was not run.",
            mixinStandardHelpOptions = true)
    int matrix(@Mixin MatrixOptions options) {
        Specification specification = Specification.load();
        Faults catalogue = Faults.load();
        MatrixRun.Request request = options.request(specification, catalogue);
        try (LiveLines lines = new LiveLines(terminal)) {
            MatrixRun run = new MatrixRun(request, specification, catalogue, lines, clock);
            Thread command = Thread.currentThread();
            try (CtrlC ctrlC = CtrlC.during(() -> run.interrupt(command), run::removeLeftovers)) {
                KillMatrix matrix = run.execute();
                lines.finish();
                terminal.line(matrix.score());
                terminal.line("The matrix: "
                        + request.out().resolve(KillMatrixFiles.PAGE).toAbsolutePath());
                int code = matrix.flawless() ? 0 : matrix.count(KillMatrix.Fate.NOT_RUN) > 0 ? NOT_RUN : 1;
                return ctrlC.finished(code);
            }
        }
    }

    private static List<String> known(List<String> requirements, Specification specification) {
        List<String> wanted = requirements == null ? List.of() : requirements;
        for (String id : wanted) {
            if (specification.requirement(id).isEmpty()) {
                throw new BadInput("There is no requirement '" + id + "'");
            }
        }
        return wanted;
    }

    /** As far as it may be told. */
    static String said(FaultChoice choice) {
        if (choice.hidden()) {
            return "one fault, which is for you to find";
        }
        List<String> sentences = new ArrayList<>(choice.ids());
        return sentences.isEmpty()
                ? "no fault"
                : sentences.stream()
                        .collect(Collectors.joining(", ", "the fault" + (sentences.size() > 1 ? "s " : " "), ""));
    }
}
