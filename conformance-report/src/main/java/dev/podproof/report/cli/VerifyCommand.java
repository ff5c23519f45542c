package dev.podproof.report.cli;

import dev.podproof.features.Specification;
import dev.podproof.report.render.TerminalSummary;
import dev.podproof.report.render.Verification;
import dev.podproof.report.run.BadInput;
import dev.podproof.report.run.Rebuild;
import dev.podproof.report.verdict.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** podproof verify: whether a report that somebody shows says what its record says. */
@Command(
        name = "verify",
        description =
                "Judges the record of a report (messages.ndjson) again and says in a line each what the report's files say otherwise:"
                        + " digests, verdicts, outcomes, evidence. Exit codes: 0 they agree, 1 something differs,"
                        + " 3 the record is of another suite, so that this one can't tell, 2 there is no report or no record.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private static final int AGREES = 0;
    private static final int DIFFERS = 1;
    private static final int CANNOT_TELL = 3;

    @Parameters(paramLabel = "REPORT", description = "The report's folder, with its messages.ndjson.")
    private Path folder;

    private final Terminal terminal;

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Specification specification = Specification.load();
        if (Rebuild.isOfColumns(folder)) {
            throw new BadInput(folder + " holds several reports; verify them one by one, such as "
                    + folder.resolve(Rebuild.columns(folder, specification)
                            .columns()
                            .get(0)
                            .name()));
        }
        Report report = Rebuild.read(folder, specification);
        String suite = report.start().suite().digest();
        if (!suite.equals(specification.digest())) {
            terminal.line("can't tell: the record is of the suite " + suite + ", and this one is "
                    + specification.digest() + "; verify it with the podproof that made it ("
                    + report.start().suite().version() + ")");
            return CANNOT_TELL;
        }
        List<String> differences = differences(report);
        differences.forEach(terminal::line);
        TerminalSummary.verdicts(report).forEach(line -> terminal.line("record: " + line));
        terminal.line(
                differences.isEmpty()
                        ? "the report says what its record says"
                        : "the report does not say what its record says");
        return differences.isEmpty() ? AGREES : DIFFERS;
    }

    private List<String> differences(Report report) {
        try {
            Path scratch = Files.createTempDirectory("podproof-verify");
            try {
                return Verification.differences(report, folder, scratch);
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new BadInput(folder + " cannot be verified: " + e, e);
        }
    }

    private static void delete(Path scratch) throws IOException {
        try (Stream<Path> all = Files.walk(scratch)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
