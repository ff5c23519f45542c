package dev.podproof.report.cli;

import dev.podproof.conformance.subject.Offers;
import dev.podproof.conformance.subject.Settings;
import dev.podproof.features.Profile;
import dev.podproof.features.Requirement;
import dev.podproof.features.Specification;
import dev.podproof.reference.network.NetworkKind;
import dev.podproof.report.render.ReportFiles;
import dev.podproof.report.run.BadInput;
import dev.podproof.report.run.ColumnsRun;
import dev.podproof.report.run.ConformanceRun;
import dev.podproof.report.run.KubeconfigTarget;
import dev.podproof.report.run.NetworksPlan;
import dev.podproof.report.run.Planned;
import dev.podproof.report.run.ReferenceTarget;
import dev.podproof.report.run.RunRequest;
import dev.podproof.report.run.Selection;
import dev.podproof.report.run.Target;
import dev.podproof.report.verdict.Columns;
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
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** podproof run: the main job. */
@Command(
        name = "run",
        description = "Tests a cluster and writes a report with a verdict.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec;

    private static final double SECONDS_OF_A_MINUTE = 60;

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
        Selection selection = selection(specification);
        Set<String> expected = options.expectedFailures == null
                ? Set.of()
                : ExpectedFailures.read(options.expectedFailures, specification);
        if (options.dryRun) {
            plan(Planned.of(specification, selection, clock));
            return 0;
        }
        if (options.network.all()) {
            return runAll(specification, selection, expected);
        }
        return options.repeat > 1
                ? runAgainAndAgain(specification, selection, expected)
                : runOne(specification, selection, expected);
    }

    private Selection selection(Specification specification) {
        if (options.quick) {
            Selection quick = Selection.quick(specification.requirements());
            terminal.line(quick.without(specification.requirements()));
            return quick;
        }
        return Selection.of(
                specification.requirements(),
                options.kind() == RunOptions.TargetKind.REFERENCE
                        ? List.of(Profile.values())
                        : List.of(Profile.PORTABLE),
                options.profiles,
                options.requirements,
                options.sections);
    }

    private void plan(Planned planned) {
        terminal.line("nothing is touched: this is what a run would do");
        terminal.line("target: "
                + (options.kind() == RunOptions.TargetKind.REFERENCE
                        ? "a reference cluster of " + options.hostsOfReference() + " hosts, made for the run"
                        : kubeconfig()
                                + (options.context == null
                                        ? ", its current context"
                                        : ", context " + options.context)));
        terminal.line(planned.requirements().size() + " requirements, " + planned.examples() + " examples");
        terminal.line(planned.requirements().stream().map(Requirement::id).collect(Collectors.joining(", ")));
        planned.needs()
                .forEach((need, count) ->
                        terminal.line("needs " + need + ": " + count + " requirement" + (count > 1 ? "s" : "")));
        if (planned.needs().containsKey(Offers.DISRUPTION)
                && !options.settings().disruption()) {
            terminal.line(
                    "Without --allow-disruption no host of this cluster is taken away, and none added: what needs disruption "
                            + "is left undecided (cantTell).");
        }
        terminal.line("Every scenario makes a namespace of its own, and removes it.");
        planned.changes().forEach(part -> terminal.line(part.effect()));
        terminal.line("the examples took about " + Math.round(planned.seconds() / SECONDS_OF_A_MINUTE)
                + " minutes together on the reference; many of them run side by side");
    }

    private int runOne(Specification specification, Selection selection, Set<String> expected) {
        Target target = target("");
        RunRequest request = request(options.out, target, selection);
        try (LiveLines lines = new LiveLines(terminal)) {
            ConformanceRun run = new ConformanceRun(request, specification, lines, clock);
            Thread command = Thread.currentThread();
            try (CtrlC ctrlC = CtrlC.during(() -> run.interrupt(command), run::removeLeftovers)) {
                Report report = run.execute();
                lines.finish();
                ExitCode exit = ExitCode.of(report, expected);
                new Summary(terminal).print(report, page(), exit, target.kept());
                return ctrlC.finished(open(exit));
            }
        }
    }

    /** Each overlay, and Docker alone, which needs a cluster of one host for its API. */
    private int runAll(Specification specification, Selection selection, Set<String> expected) {
        NetworksPlan plan = NetworksPlan.of(specification.requirements(), selection, options.requirements);
        Map<String, RunRequest> requests = new LinkedHashMap<>();
        plan.overlays().ifPresent(asked -> {
            for (NetworkKind kind : NetworkKind.values()) {
                requests.put(kind.toString(), request(kind.toString(), kind, options.hostsOfReference(), asked));
            }
        });
        plan.docker()
                .ifPresent(asked ->
                        requests.put(NetworksPlan.DOCKER, request(NetworksPlan.DOCKER, NetworkKind.HOST_GW, 1, asked)));
        return run("network", requests, specification, expected);
    }

    /** The same as often as is asked for, on a cluster of its own each time where the reference is the target. */
    private int runAgainAndAgain(Specification specification, Selection selection, Set<String> expected) {
        Map<String, RunRequest> requests = new LinkedHashMap<>();
        for (int i = 1; i <= options.repeat; i++) {
            requests.put(
                    String.valueOf(i), request(options.out.resolve(String.valueOf(i)), target("-" + i), selection));
        }
        return run("run", requests, specification, expected);
    }

    private int run(String noun, Map<String, RunRequest> requests, Specification specification, Set<String> expected) {
        try (LiveLines lines = new LiveLines(terminal)) {
            ColumnsRun run = new ColumnsRun(noun, options.out, requests, specification, lines, clock);
            Thread command = Thread.currentThread();
            try (CtrlC ctrlC = CtrlC.during(() -> run.interrupt(command), run::removeLeftovers)) {
                Columns columns = run.execute();
                lines.finish();
                ExitCode exit = ExitCode.of(columns, expected);
                new Summary(terminal).print(columns, page(), exit);
                return ctrlC.finished(open(exit));
            }
        }
    }

    private RunRequest request(String column, NetworkKind kind, int hosts, Selection selection) {
        return request(options.out.resolve(column), reference("-" + column, hosts, kind), selection);
    }

    private RunRequest request(Path out, Target target, Selection selection) {
        return new RunRequest(
                out,
                target,
                selection,
                options.parallel(),
                Optional.ofNullable(options.timeout),
                options.failFast,
                machine());
    }

    private Path page() {
        return options.out.resolve(ReportFiles.PAGE).toAbsolutePath();
    }

    private int open(ExitCode exit) {
        if (terminal.desktop()) {
            Desktop.open(page());
        }
        return exit.code();
    }

    private Target target(String suffix) {
        if (options.kind() == RunOptions.TargetKind.KUBECONFIG) {
            return new KubeconfigTarget(
                    kubeconfig(),
                    Optional.ofNullable(options.context),
                    settings(),
                    Optional.ofNullable(options.dockerHosts),
                    Optional.ofNullable(options.bareHosts));
        }
        return reference(suffix, options.hostsOfReference(), options.network.network());
    }

    /** The process's number keeps runs that go on side by side apart. */
    private Target reference(String suffix, int hosts, NetworkKind network) {
        return new ReferenceTarget(
                new ReferenceTarget.Wanted(
                        "run-" + ProcessHandle.current().pid() + suffix,
                        hosts,
                        network,
                        options.ranges.ranges(),
                        options.storeOfReference(),
                        options.fault(),
                        options.keep),
                settings());
    }

    private Settings settings() {
        return options.settings()
                .withAgain(Again.of(spec.commandLine().getParseResult().originalArgs()));
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
