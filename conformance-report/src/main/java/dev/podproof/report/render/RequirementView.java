package dev.podproof.report.render;

import dev.podproof.features.Statement;
import dev.podproof.report.verdict.Evidence;
import dev.podproof.report.verdict.Example;
import dev.podproof.report.verdict.Matrix;
import dev.podproof.report.verdict.Observation;
import dev.podproof.report.verdict.RequirementResult;
import dev.podproof.report.verdict.RunStart;
import dev.podproof.report.verdict.ScenarioResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A requirement as the page shows it, each part with its address on the page. Public, like its parts, because FreeMarker reads them.
 *
 * @param statements what of the source document it comes from
 */
public record RequirementView(
        RequirementResult result, Brief reason, List<Statement> statements, List<ScenarioView> scenarios) {
    private static final int LONGEST_VALUES = 80;

    /**
     * A scenario.
     *
     * @param name with an outline's values in place of its columns
     * @param feature the name of its file, without the ending
     */
    public record ScenarioView(
            ScenarioResult result, String address, String name, String feature, List<ExampleView> examples) {}

    /**
     * An execution of it.
     *
     * @param name with those values of an outline's row that it does not say itself
     */
    public record ExampleView(
            Example example,
            String address,
            String name,
            List<ObservationView> observations,
            List<MatrixView> matrices,
            List<EvidenceView> evidence) {}

    /**
     * A comparison.
     *
     * @param alike whether what was seen is the very text that was expected, and too long to be said twice
     */
    public record ObservationView(Brief what, Brief expected, Brief observed, boolean met, boolean alike) {
        private static final int SAID_TWICE = 30;

        static ObservationView of(Observation seen) {
            return new ObservationView(
                    Brief.of(seen.what()),
                    Brief.of(seen.expected()),
                    Brief.of(seen.observed()),
                    seen.met(),
                    seen.met()
                            && seen.expected().equals(seen.observed())
                            && seen.observed().length() > SAID_TWICE);
        }
    }

    /** The evidence that was kept of a failure. */
    public record EvidenceView(Evidence evidence, List<Brief> commands) {
        /** All commands as they are typed. */
        public String script() {
            return String.join("\n", evidence.reproduce());
        }

        public boolean isShortened() {
            return commands.stream().anyMatch(Brief::isShortened);
        }
    }

    static RequirementView of(RequirementResult result, List<Statement> statements, List<RunStart.Host> hosts) {
        Addresses addresses = new Addresses();
        List<ScenarioView> scenarios = result.scenarios().stream()
                .map(scenario -> scenario(result.id(), scenario, addresses, hosts))
                .toList();
        return new RequirementView(
                result,
                Brief.ofReason(result.reason()),
                statements.stream()
                        .filter(statement -> statement.requirements().contains(result.id()))
                        .toList(),
                scenarios);
    }

    /** Pictures of it that show more than a line of text can. */
    Stream<MatrixView> pictures() {
        return scenarios.stream()
                .flatMap(scenario -> scenario.examples().stream())
                .flatMap(example -> example.matrices().stream())
                .filter(MatrixView::worthDrawing);
    }

    private static ScenarioView scenario(
            String id, ScenarioResult scenario, Addresses addresses, List<RunStart.Host> hosts) {
        String address = addresses.of(id + "/" + Addresses.slug(scenario.name()));
        List<ExampleView> examples = new ArrayList<>();
        for (Example example : scenario.examples()) {
            boolean only = scenario.examples().size() == 1;
            String told = told(example);
            examples.add(new ExampleView(
                    example,
                    only ? address : addresses.of(address + "/" + Addresses.slug(String.join(" ", values(example)))),
                    told,
                    example.observations().stream().map(ObservationView::of).toList(),
                    matrices(id, told, example, addresses, hosts),
                    example.evidence().stream()
                            .map(each -> new EvidenceView(
                                    each,
                                    each.reproduce().stream()
                                            .map(Brief::ofCommand)
                                            .toList()))
                            .toList()));
        }
        return new ScenarioView(
                scenario,
                address,
                examples.size() == 1 ? examples.get(0).name() : filled(scenario),
                scenario.location().replaceFirst("(\\.feature)?(:\\d+)?$", ""),
                examples);
    }

    /** An outline's name with all that its rows have in place of a column, as far as that is short. */
    private static String filled(ScenarioResult scenario) {
        Map<String, Set<String>> columns = new LinkedHashMap<>();
        scenario.examples()
                .forEach(example -> example.values()
                        .forEach((column, value) -> columns.computeIfAbsent(column, unused -> new LinkedHashSet<>())
                                .add(value)));
        String name = scenario.name();
        for (Map.Entry<String, Set<String>> column : columns.entrySet()) {
            String values = String.join(" / ", column.getValue());
            if (values.length() > LONGEST_VALUES) {
                values = column.getValue().iterator().next() + " / …";
            }
            name = name.replace("<" + column.getKey() + ">", values);
        }
        return name;
    }

    private static List<String> values(Example example) {
        return example.values().isEmpty()
                ? List.of(example.name())
                : List.copyOf(example.values().values());
    }

    private static String told(Example example) {
        String rest = example.values().entrySet().stream()
                .filter(value -> !example.name().contains(value.getValue()))
                .map(value -> value.getKey() + ": " + value.getValue())
                .collect(Collectors.joining(", "));
        return rest.isEmpty() ? example.name() : example.name() + " (" + rest + ")";
    }

    private static List<MatrixView> matrices(
            String id, String scenario, Example example, Addresses addresses, List<RunStart.Host> hosts) {
        List<MatrixView> views = new ArrayList<>();
        for (Matrix matrix : example.matrices()) {
            views.add(MatrixView.of(addresses.of("matrix-" + id), id, scenario, matrix, hosts));
        }
        return views;
    }
}
