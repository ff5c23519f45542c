package dev.podproof.features;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what the specification forgot: statements that nothing covers, requirements without a reason to be, scenarios that decide nothing.
 *
 * @param pending requirements that are known to have no scenario yet
 * @param advised requirements for which there is advice to a reader of a failure
 */
record Completeness(Specification specification, List<FeatureFile> features, Set<String> pending, Set<String> advised) {

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        Set<String> known = new HashSet<>();
        specification.requirements().forEach(requirement -> {
            if (!known.add(requirement.id())) {
                problems.add("requirement " + requirement.id() + " stands there twice");
            }
        });
        statements(known, problems);
        Map<String, Integer> scenarios = scenarios(known, problems);
        for (String id : known) {
            boolean tested = scenarios.getOrDefault(id, 0) > 0;
            if (!tested && !pending.contains(id)) {
                problems.add("requirement " + id + " has no scenario");
            }
            if (tested && !advised.contains(id)) {
                problems.add("requirement " + id + " has scenarios and no advice for the reader of a failure");
            }
            if (tested && pending.contains(id)) {
                problems.add("requirement " + id + " has a scenario and is still listed as pending");
            }
        }
        pending.stream()
                .filter(id -> !known.contains(id))
                .forEach(id -> problems.add("pending names " + id + ", which is no requirement"));
        return problems;
    }

    private void statements(Set<String> known, List<String> problems) {
        Set<String> unnamed = new TreeSet<>(known);
        Set<String> seen = new HashSet<>();
        for (Statement statement : specification.statements()) {
            if (!seen.add(statement.id())) {
                problems.add("statement " + statement.id() + " stands there twice");
            }
            if (statement.requirements().isEmpty() == statement.excluded().isEmpty()) {
                problems.add(
                        "statement " + statement.id() + " needs either requirements or a reason for its exclusion");
            }
            for (String id : statement.requirements()) {
                unnamed.remove(id);
                if (!known.contains(id)) {
                    problems.add("statement " + statement.id() + " names " + id + ", which is no requirement");
                }
            }
        }
        unnamed.forEach(id -> problems.add("requirement " + id + " is named by no statement"));
    }

    private Map<String, Integer> scenarios(Set<String> known, List<String> problems) {
        Map<String, Integer> scenarios = new HashMap<>();
        for (FeatureFile feature : features) {
            problems.addAll(feature.problems());
            for (FeatureFile.Rule rule : feature.rules()) {
                if (!known.contains(rule.requirement())) {
                    problems.add(
                            feature.name() + " has a rule for " + rule.requirement() + ", which is no requirement");
                }
                if (rule.scenarios() == 0) {
                    problems.add(feature.name() + ": the rule for " + rule.requirement() + " has no scenario");
                }
                scenarios.merge(rule.requirement(), rule.scenarios(), Integer::sum);
            }
        }
        return scenarios;
    }
}
