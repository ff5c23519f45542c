package dev.podproof.report.cli;

import dev.podproof.conformance.subject.SubjectUnreachable;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.report.run.BadInput;
import dev.podproof.report.verdict.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a person sees when a command cannot be carried out: one clear line, and exit code 2. */
final class Failures implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
    private final Terminal terminal;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, CommandLine.ParseResult result) {
        if (e instanceof BadInput || e instanceof HostsException || e instanceof SubjectUnreachable) {
            terminal.error("podproof: " + e.getMessage());
        } else {
            // A defect of ours: whoever reports it needs all of it.
            terminal.error("podproof: an unexpected error, and no report; please report it with what follows");
            StringWriter all = new StringWriter();
            e.printStackTrace(new PrintWriter(all));
            terminal.error(all.toString());
        }
        terminal.err().flush();
        return ExitCode.NO_REPORT;
    }

    @Override
    public int handleParseException(CommandLine.ParameterException e, String[] args) {
        terminal.error("podproof: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, terminal.err())) {
            terminal.error("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.NO_REPORT;
    }
}
