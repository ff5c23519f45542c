package dev.podproof.report.cli;

import dev.podproof.features.Profile;
import dev.podproof.features.Specification;
import dev.podproof.report.render.ReportFiles;
import dev.podproof.report.run.BadInput;
import dev.podproof.report.run.ConformanceRun;
import dev.podproof.report.run.KubeconfigTarget;
import dev.podproof.report.run.ReferenceTarget;
import dev.podproof.report.run.RunRequest;
import dev.podproof.report.run.Selection;
import dev.podproof.report.run.Target;
import dev.podproof.report.verdict.ExitCode;
import dev.podproof.report.verdict.Report;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** podproof run: the main job. */
@Command(
        name = "run",
        description = "Tests a cluster and writes a report with a verdict.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options = new RunOptions();

    private final Terminal terminal;
    private final Clock clock;

    RunCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        options.check();
        Specification specification = Specification.load();
        Selection selection = Selection.of(
                specification.requirements(),
                options.kind() == RunOptions.TargetKind.REFERENCE
                        ? List.of(Profile.values())
                        : List.of(Profile.PORTABLE),
                options.profiles,
                options.requirements,
                options.sections);
        Set<String> expected = options.expectedFailures == null
                ? Set.of()
                : ExpectedFailures.read(options.expectedFailures, specification);
        Target target = target();
        RunRequest request = new RunRequest(
                options.out,
                target,
                selection,
                options.parallel,
                Optional.ofNullable(options.timeout),
                options.failFast,
                machine());
        try (LiveLines lines = new LiveLines(terminal)) {
            ConformanceRun run = new ConformanceRun(request, specification, lines, clock);
            Thread command = Thread.currentThread();
            try (CtrlC ctrlC = CtrlC.during(() -> run.interrupt(command), run::removeLeftovers)) {
                Report report = run.execute();
                lines.finish();
                return ctrlC.finished(show(report, target, expected));
            }
        }
    }

    private int show(Report report, Target target, Set<String> expected) {
        ExitCode exit = ExitCode.of(report, expected);
        Path page = options.out.resolve(ReportFiles.PAGE).toAbsolutePath();
        new Summary(terminal).print(report, page, exit, target.kept());
        if (terminal.desktop()) {
            Desktop.open(page);
        }
        return exit.code();
    }

    private Target target() {
        if (options.kind() == RunOptions.TargetKind.KUBECONFIG) {
            return new KubeconfigTarget(
                    kubeconfig(),
                    Optional.ofNullable(options.context),
                    options.settings(),
                    Optional.ofNullable(options.dockerHosts),
                    Optional.ofNullable(options.bareHosts));
        }
        // The process's number keeps runs that go on side by side apart.
        String name = "run-" + ProcessHandle.current().pid();
        return new ReferenceTarget(
                new ReferenceTarget.Wanted(
                        name,
                        options.hostsOfReference(),
                        options.network.network(),
                        options.storeOfReference(),
                        options.keep),
                options.settings());
    }

    private Path kubeconfig() {
        if (options.kubeconfig != null) {
            return options.kubeconfig;
        }
        String variable = terminal.variables().getOrDefault("KUBECONFIG", "");
        if (variable.contains(java.io.File.pathSeparator)) {
            throw new BadInput("KUBECONFIG names several files (" + variable + "); name one with --kubeconfig");
        }
        return variable.isEmpty() ? Path.of(System.getProperty("user.home"), ".kube", "config") : Path.of(variable);
    }

    private static Map<String, String> machine() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("architecture", System.getProperty("os.arch"));
        facts.put("java", System.getProperty("java.version"));
        facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        return facts;
    }
}
