package dev.podproof.report.cli;

import dev.podproof.report.render.ComparedFiles;
import dev.podproof.report.render.PublishedFiles;
import dev.podproof.report.render.ReportInvalid;
import dev.podproof.report.run.BadInput;
import dev.podproof.report.verdict.Compared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** podproof compare: reports of several implementations, or of one at several times. */
@Command(
        name = "compare",
        description =
                "Puts reports side by side and says what differs: implementations, or runs of one. The others are held against the"
                        + " first. Exit codes: 0 nothing got worse, 1 something failed that had not, 3 something is no longer decided.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "REPORT", arity = "2..*", description = "Folders of reports, or their report.yaml.")
    private List<Path> places;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Also write the comparison there: compare.html, compare.md and compare.yaml.")
    private Path out;

    private final Terminal terminal;

    CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (places.size() > ComparedFiles.MOST) {
            throw new BadInput(
                    "At most " + ComparedFiles.MOST + " reports go side by side; these are " + places.size());
        }
        Compared compared = compared();
        ComparedFiles.lines(compared).forEach(terminal::line);
        if (out != null) {
            try {
                ComparedFiles.write(compared, out);
            } catch (IOException e) {
                throw new BadInput("The comparison cannot be written to " + out + ": " + e, e);
            }
            terminal.line("comparison: " + out.resolve(ComparedFiles.PAGE).toAbsolutePath());
        }
        return compared.exitCode();
    }

    private Compared compared() {
        try {
            return Compared.of(places.stream().map(PublishedFiles::read).toList());
        } catch (ReportInvalid e) {
            throw new BadInput(e.getMessage(), e);
        }
    }
}
