package dev.podproof.features;

import io.cucumber.gherkin.GherkinParser;
import io.cucumber.messages.types.Envelope;
import io.cucumber.messages.types.Feature;
import io.cucumber.messages.types.FeatureChild;
import io.cucumber.messages.types.RuleChild;
import io.cucumber.messages.types.Scenario;
import io.cucumber.messages.types.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the completeness check has to know of a feature file; its form is checked on the way. */
record FeatureFile(String name, List<Rule> rules, List<String> problems) {
    private static final Pattern REQUIREMENT = Pattern.compile("@([A-Z]+-\\d+)");
    private static final Pattern PROFILE_LEVEL_OR_NEED =
            Pattern.compile("@(must|should|may|portable|original|hosts|docker|needs.*)");
    private static final int FEWEST_STEPS = 3;
    private static final int MOST_STEPS = 7;

    /** One rule and how many scenarios stand under it. */
    record Rule(String requirement, int scenarios) {}

    static FeatureFile parse(String name, byte[] content) {
        List<Rule> rules = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        List<Envelope> envelopes = GherkinParser.builder()
                .includeSource(false)
                .includePickles(false)
                .build()
                .parse(name, content)
                .toList();
        for (Envelope envelope : envelopes) {
            envelope.getParseError().ifPresent(error -> problems.add(name + ": " + error.getMessage()));
            envelope.getGherkinDocument()
                    .flatMap(document -> document.getFeature())
                    .ifPresent(feature -> {
                        sentences(name, feature).ifPresent(problems::add);
                        for (FeatureChild child : feature.getChildren()) {
                            child.getScenario()
                                    .ifPresent(scenario -> problems.add(name + ": scenario '" + scenario.getName()
                                            + "' stands under no rule, so it has no requirement"));
                            child.getRule().ifPresent(rule -> rules.add(rule(name, rule, problems)));
                        }
                    });
        }
        return new FeatureFile(name, rules, problems);
    }

    private static Optional<String> sentences(String name, Feature feature) {
        String description = feature.getDescription().strip();
        long sentences =
                Pattern.compile("[.?!](\\s|$)").matcher(description).results().count();
        return sentences >= 2 && sentences <= 3
                ? Optional.empty()
                : Optional.of(name + ": opens with " + sentences + " sentences on what and why, not with two or three");
    }

    private static Rule rule(String name, io.cucumber.messages.types.Rule rule, List<String> problems) {
        List<String> ids = ids(rule.getTags());
        if (ids.size() != 1) {
            problems.add(name + ": rule '" + rule.getName() + "' has " + ids + " instead of the ID of one requirement");
        }
        List<Scenario> scenarios = rule.getChildren().stream()
                .map(RuleChild::getScenario)
                .flatMap(Optional::stream)
                .toList();
        scenarios.forEach(scenario -> form(name, scenario, problems));
        return new Rule(ids.isEmpty() ? "none" : ids.get(0), scenarios.size());
    }

    private static void form(String name, Scenario scenario, List<String> problems) {
        int steps = scenario.getSteps().size();
        if (steps < FEWEST_STEPS || steps > MOST_STEPS) {
            problems.add(name + ": scenario '" + scenario.getName() + "' has " + steps + " steps");
        }
        scenario.getTags().stream()
                .map(Tag::getName)
                .filter(PROFILE_LEVEL_OR_NEED.asMatchPredicate())
                .forEach(tag -> problems.add(name + ": " + tag + " repeats what requirements.yaml says"));
    }

    private static List<String> ids(List<Tag> tags) {
        return tags.stream()
                .map(tag -> REQUIREMENT.matcher(tag.getName()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();
    }
}
