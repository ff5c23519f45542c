package dev.podproof.report.verdict;

import io.cucumber.messages.types.Examples;
import io.cucumber.messages.types.Pickle;
import io.cucumber.messages.types.PickleTag;
import io.cucumber.messages.types.TestCaseStarted;
import io.cucumber.query.Lineage;
import io.cucumber.query.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts examples together to scenarios, and scenarios to the requirements that their rules are tagged with. */
final class ScenarioJudge {
    private final Query query;
    private final ExampleJudge examples;
    private final RunEnd.Ended ended;

    ScenarioJudge(Query query, RunEnd.Ended ended) {
        this.query = query;
        this.examples = new ExampleJudge(query);
        this.ended = ended;
    }

    /** Every scenario that the record knows, by the IDs of the given requirements. */
    Map<String, List<ScenarioResult>> byRequirement(Set<String> ids) {
        Map<String, List<TestCaseStarted>> attempts = query.findAllTestCaseStarted().stream()
                .collect(Collectors.groupingBy(
                        s -> query.findPickleBy(s).map(Pickle::getId).orElse("")));
        Map<String, Map<String, List<Pickle>>> grouped = new LinkedHashMap<>();
        for (Pickle pickle : query.findAllPickles().stream().sorted(order()).toList()) {
            for (String id : requirements(pickle, ids)) {
                grouped.computeIfAbsent(id, unused -> new LinkedHashMap<>())
                        .computeIfAbsent(scenarioKey(pickle), unused -> new ArrayList<>())
                        .add(pickle);
            }
        }
        Map<String, List<ScenarioResult>> results = new LinkedHashMap<>();
        grouped.forEach((id, scenarios) -> results.put(
                id,
                scenarios.values().stream()
                        .map(pickles -> scenario(pickles, attempts))
                        .toList()));
        return results;
    }

    /** Names of scenarios that no requirement claims: nobody would miss them. */
    List<String> unclaimed(Set<String> ids) {
        return query.findAllPickles().stream()
                .filter(p -> requirements(p, ids).isEmpty())
                .map(p -> p.getName() + " (" + location(p) + ")")
                .toList();
    }

    private ScenarioResult scenario(List<Pickle> pickles, Map<String, List<TestCaseStarted>> attempts) {
        Pickle first = pickles.get(0);
        String name = lineage(first)
                .flatMap(Lineage::scenario)
                .map(io.cucumber.messages.types.Scenario::getName)
                .orElse(first.getName());
        return new ScenarioResult(
                name,
                location(first),
                pickles.stream()
                        .map(p -> example(p, attempts.getOrDefault(p.getId(), List.of())))
                        .toList());
    }

    private Example example(Pickle pickle, List<TestCaseStarted> attempts) {
        return ExampleJudge.lastAttempt(attempts)
                .map(started -> examples.judge(pickle, values(pickle), started, ended))
                .orElseGet(() -> Example.untested(pickle.getName(), values(pickle), ended.because(), List.of()));
    }

    private Map<String, String> values(Pickle pickle) {
        Map<String, String> values = new LinkedHashMap<>();
        lineage(pickle)
                .ifPresent(lineage -> lineage.example()
                        .ifPresent(row -> lineage.examples()
                                .flatMap(Examples::getTableHeader)
                                .ifPresent(header -> {
                                    for (int i = 0; i < header.getCells().size(); i++) {
                                        values.put(
                                                header.getCells().get(i).getValue(),
                                                row.getCells().get(i).getValue());
                                    }
                                })));
        return values;
    }

    static List<String> requirements(Pickle pickle, Set<String> ids) {
        return pickle.getTags().stream()
                .map(PickleTag::getName)
                .map(tag -> tag.substring(1))
                .filter(ids::contains)
                .distinct()
                .toList();
    }

    private Optional<Lineage> lineage(Pickle pickle) {
        return query.findLineageBy(pickle);
    }

    private String scenarioKey(Pickle pickle) {
        return pickle.getUri() + "#" + pickle.getAstNodeIds().get(0);
    }

    private String location(Pickle pickle) {
        String file = pickle.getUri().substring(pickle.getUri().lastIndexOf('/') + 1);
        return lineage(pickle)
                .flatMap(Lineage::scenario)
                .map(s -> file + ":" + s.getLocation().getLine())
                .orElse(file);
    }

    private Comparator<Pickle> order() {
        return Comparator.comparing(Pickle::getUri)
                .thenComparing(
                        p -> query.findLocationOf(p).map(l -> l.getLine()).orElse(0L));
    }
}
