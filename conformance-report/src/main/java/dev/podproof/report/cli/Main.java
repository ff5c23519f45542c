package dev.podproof.report.cli;

import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The entry point. */
@Command(
        name = "podproof",
        description = "Holds a cluster against the documented behaviours of the original Kubernetes model.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 conformant, 1 nonconformant, 3 inconclusive, 2 wrong usage or no report.",
            "",
            "The launcher ./podproof sets up what a command needs, and has three of its own:",
            "  check        Says what this machine has and lacks.",
            "  test         Builds all of it and runs every test (mvn verify; its options may follow).",
            "  bench        Measures the reference; bench --help lists what there is to measure."
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Without a command: what there is to choose from. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Runs one command and ends the process with its code. */
    public static void main(String[] args) {
        // By its own name: the orchestrator, whose jar is on the class path too, brings another logback.xml.
        System.setProperty("logback.configurationFile", "dev/podproof/report/cli/logback.xml");
        System.exit(commandLine(Terminal.ofThisProcess(), Clock.systemUTC()).execute(args));
    }

    static CommandLine commandLine(Terminal terminal, Clock clock) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new RunCommand(terminal, clock))
                .addSubcommand(new ReportCommand(terminal))
                .addSubcommand(new VerifyCommand(terminal))
                .addSubcommand(new UpCommand(terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new StopCommand(terminal))
                .addSubcommand(new StartCommand(terminal))
                .addSubcommand(new DownCommand(terminal))
                .addSubcommand(new HostCommand(terminal))
                .addSubcommand(new FaultsCommand(terminal, clock))
                .addSubcommand(new RequirementsCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new ImagesCommand(terminal))
                .addSubcommand(new LoadCommand(terminal))
                .addSubcommand(new WorkshopCommand(terminal))
                .addSubcommand(new CompareCommand(terminal))
                .addSubcommand(new CommandLine.HelpCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures(terminal))
                .setOut(terminal.out())
                .setErr(terminal.err());
        line.setParameterExceptionHandler(new Failures(terminal));
        return line;
    }

    /** The suite's version, for --version. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"podproof " + dev.podproof.report.run.SuiteVersion.read()};
        }
    }
}
