package dev.podproof.report.cli;

import dev.podproof.conformance.disruption.Disruption;
import dev.podproof.features.Advice;
import dev.podproof.features.Faults;
import dev.podproof.features.Requirement;
import dev.podproof.features.Rules;
import dev.podproof.features.Specification;
import dev.podproof.report.run.Part;
import dev.podproof.report.run.Selection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** podproof explain: all that is known of a requirement, without a cluster. */
@Command(
        name = "explain",
        description =
                "Explains requirements: what they ask for and why, how they are tested, what that does to a cluster, and what breaks them.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "Requirements, for example NET-03.")
    private List<String> ids;

    private final Terminal terminal;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Requirement> all = Specification.load().requirements();
        List<Requirement> wanted =
                ids.stream().map(id -> Selection.requirement(all, id)).toList();
        Map<String, Advice> advice = Advice.load();
        Faults faults = Faults.load();
        Rules rules = Rules.load();
        for (Requirement requirement : wanted) {
            explain(requirement, Optional.ofNullable(advice.get(requirement.id())), rules, faults);
        }
        return 0;
    }

    private void explain(Requirement requirement, Optional<Advice> advice, Rules rules, Faults faults) {
        String gherkin = rules.gherkin(requirement.id());
        terminal.line(terminal.bold(requirement.id()) + "  " + requirement.level() + "  profile "
                + requirement.profile().word() + "  section " + requirement.section());
        terminal.line(requirement.statement().strip());
        if (!requirement.untested().isEmpty()) {
            terminal.line("not tested: " + requirement.untested().strip());
        }
        Set<String> tags = rules.tags(requirement.id());
        List<String> leave = Disruption.needs(tags);
        if (!requirement.needs().isEmpty() || !leave.isEmpty()) {
            terminal.line("needs: "
                    + Stream.concat(requirement.needs().stream(), leave.stream())
                            .collect(Collectors.joining(", ")));
        }
        advice.ifPresent(known -> {
            terminal.line("why: " + known.why().strip());
            terminal.line("usual cause of a failure: " + known.cause().strip());
        });
        Part.changedBy(tags).forEach(part -> terminal.line("what it does to a cluster: " + part.effect()));
        if (!leave.isEmpty()) {
            terminal.line("on a cluster that was not made for the run it does so only with --allow-disruption");
        }
        List<String> broken = faults.faults().stream()
                .filter(fault -> fault.named().contains(requirement.id()))
                .map(fault -> fault.id())
                .toList();
        terminal.line(
                broken.isEmpty()
                        ? "faults that break it: none that the reference can have"
                        : "faults that break it: " + String.join(", ", broken));
        terminal.line("");
        terminal.line(gherkin.stripTrailing());
        terminal.line("");
        terminal.line("podproof run --requirements " + requirement.id() + " tests it alone");
    }
}
