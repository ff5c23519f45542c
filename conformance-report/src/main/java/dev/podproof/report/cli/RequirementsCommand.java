package dev.podproof.report.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podproof.features.Requirement;
import dev.podproof.features.Specification;
import dev.podproof.report.run.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** podproof requirements: what the suite decides, without a cluster. */
@Command(
        name = "requirements",
        description = "Lists what the suite decides: all of it, or some requirements, sections, levels or profiles.",
        mixinStandardHelpOptions = true)
final class RequirementsCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "ID|SECTION|LEVEL|PROFILE",
            arity = "0..*",
            description =
                    "For example NET-03, Networking, MUST or portable. IDs and sections add up, levels and profiles leave the others out.")
    private List<String> words = List.of();

    @Option(names = "--format", paramLabel = "F", defaultValue = "text", description = "text (default) or json.")
    private Format format;

    private final Terminal terminal;

    enum Format {
        TEXT,
        JSON
    }

    RequirementsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Requirement> listed = Selection.named(Specification.load().requirements(), words);
        if (format == Format.JSON) {
            terminal.line(json(listed));
            return 0;
        }
        String section = "";
        for (Requirement requirement : listed) {
            if (!requirement.section().equals(section)) {
                section = requirement.section();
                terminal.line(terminal.bold(section));
            }
            terminal.line("  %-7s %-7s %-9s %s"
                    .formatted(
                            requirement.id(),
                            requirement.level(),
                            requirement.profile().word(),
                            requirement.statement().strip()));
        }
        return 0;
    }

    private static String json(List<Requirement> listed) {
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Requirement requirement : listed) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("id", requirement.id());
            document.put("level", requirement.level());
            document.put("profile", requirement.profile().word());
            document.put("section", requirement.section());
            document.put("needs", requirement.needs());
            document.put("statement", requirement.statement().strip());
            documents.add(document);
        }
        try {
            return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(documents);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Requirements can be written as JSON", e);
        }
    }
}
