package dev.podproof.report.cli;

import dev.podproof.features.Specification;
import dev.podproof.report.render.ReportFiles;
import dev.podproof.report.run.BadInput;
import dev.podproof.report.run.Rebuild;
import dev.podproof.report.verdict.Columns;
import dev.podproof.report.verdict.ExitCode;
import dev.podproof.report.verdict.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** podproof report: makes a report again from what was recorded. */
@Command(
        name = "report",
        description = "Makes the report in a folder again from its messages.ndjson, or from those of its columns.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIR",
            defaultValue = "podproof-report",
            description = "Folder (default: ${DEFAULT-VALUE}).")
    private Path folder;

    private final Terminal terminal;

    ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Specification specification = Specification.load();
        return Rebuild.isOfColumns(folder) ? columns(specification) : one(specification);
    }

    private int one(Specification specification) {
        Report report = Rebuild.read(folder, specification);
        write(report, folder, specification);
        ExitCode exit = ExitCode.of(report, Set.of());
        new Summary(terminal).print(report, page(), exit, List.of());
        return exit.code();
    }

    private int columns(Specification specification) {
        Columns columns = Rebuild.columns(folder, specification);
        columns.columns().forEach(column -> write(column.report(), folder.resolve(column.name()), specification));
        try {
            ReportFiles.write(columns, folder);
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
        ExitCode exit = ExitCode.of(columns, Set.of());
        new Summary(terminal).print(columns, page(), exit);
        return exit.code();
    }

    private void write(Report report, Path where, Specification specification) {
        if (!report.start().suite().digest().equals(specification.digest())) {
            terminal.error("podproof: this run was recorded with another version of the suite ("
                    + report.start().suite().digest() + "); its record is judged with the requirements of this one");
        }
        try {
            ReportFiles.write(report, where);
        } catch (IOException e) {
            throw cannotWrite(where, e);
        }
    }

    private Path page() {
        return folder.resolve(ReportFiles.PAGE).toAbsolutePath();
    }

    private static BadInput cannotWrite(Path where, IOException e) {
        return new BadInput("The report cannot be written to " + where + ": " + e, e);
    }
}
