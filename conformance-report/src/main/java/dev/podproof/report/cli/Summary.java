package dev.podproof.report.cli;

import dev.podproof.report.render.TerminalSummary;
import dev.podproof.report.verdict.Columns;
import dev.podproof.report.verdict.ExitCode;
import dev.podproof.report.verdict.Report;
import java.nio.file.Path;
import java.util.List;

/** The last screen of a run. */
final class Summary {
    private final Terminal terminal;

    Summary(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Report report, Path page, ExitCode exit, List<String> kept) {
        terminal.line("");
        TerminalSummary.problems(report).forEach(line -> terminal.line(coloured(line)));
        terminal.line(TerminalSummary.counts(report));
        exit.remarks().forEach(terminal::line);
        terminal.line("report: " + page);
        kept.forEach(terminal::line);
        terminal.line("");
        TerminalSummary.verdicts(report).forEach(line -> terminal.line(coloured(line)));
    }

    void print(Columns columns, Path page, ExitCode exit) {
        terminal.line("");
        TerminalSummary.problems(columns).forEach(line -> terminal.line(coloured(line)));
        TerminalSummary.unsteady(columns).forEach(terminal::line);
        exit.remarks().forEach(terminal::line);
        terminal.line("report: " + page);
        terminal.line("");
        TerminalSummary.verdicts(columns).forEach(line -> terminal.line(coloured(line)));
    }

    private String coloured(String line) {
        if (line.startsWith("failed")
                || line.contains(" nonconformant ")
                || line.startsWith("selection failed")
                || line.startsWith("suite error")) {
            return terminal.red(line);
        }
        if (line.startsWith("cantTell")
                || line.contains("not run ")
                || line.startsWith("warning")
                || line.contains(" inconclusive ")
                || line.startsWith("selection undecided")) {
            return terminal.yellow(line);
        }
        return line.contains(" conformant ") || line.startsWith("selection passed") ? terminal.green(line) : line;
    }
}
