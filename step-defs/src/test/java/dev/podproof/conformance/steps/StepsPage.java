package dev.podproof.conformance.steps;

import java.util.List;
import java.util.Map;

/** docs/steps.md: the whole vocabulary, each step with a sentence of the features that uses it. */
record StepsPage(Vocabulary vocabulary, List<String> sentences) {

    String markdown() {
        StringBuilder page = new StringBuilder("""
                # The steps
                All the sentences that a feature can be written in, by what they speak of. Generated from the step definitions, and checked by the build.
                Below a step with words that vary stands a sentence of the features that uses it. A step that ends in a colon is followed by a text or a table.
                """);
        String noun = "";
        for (Vocabulary.Step step : vocabulary.steps()) {
            if (!step.noun().equals(noun)) {
                noun = step.noun();
                page.append("\n## ").append(noun).append("\n");
            }
            page.append("- **")
                    .append(step.keyword())
                    .append("** `")
                    .append(step.expression().getSource())
                    .append('`');
            page.append(example(step)).append('\n');
        }
        page.append("\n## Words that vary\n| word | matches |\n|---|---|\n");
        for (Map.Entry<String, String> parameter : vocabulary.parameters().entrySet()) {
            page.append("| `{")
                    .append(parameter.getKey())
                    .append("}` | `")
                    .append(parameter.getValue().replace("|", "\\|"))
                    .append("` |\n");
        }
        return page.toString();
    }

    private String example(Vocabulary.Step step) {
        return sentences.stream()
                .filter(step::matches)
                .filter(sentence -> !sentence.equals(step.expression().getSource()))
                .findFirst()
                .map(sentence -> "  \n  " + sentence)
                .orElse("");
    }
}
