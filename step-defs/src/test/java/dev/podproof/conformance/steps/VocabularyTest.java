package dev.podproof.conformance.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.features.Specification;
import io.cucumber.gherkin.GherkinParser;
import io.cucumber.messages.types.PickleStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static final Path PAGE = Path.of("..", "docs", "steps.md");

    private final Vocabulary vocabulary = Vocabulary.ofGlue();
    private final List<String> sentences = sentencesOfFeatures();

    @Test
    void everyStepOfTheFeaturesHasExactlyOneDefinition() {
        Map<String, Long> definitions = new TreeMap<>();
        sentences.forEach(sentence -> definitions.put(
                sentence,
                vocabulary.steps().stream()
                        .filter(step -> step.matches(sentence))
                        .count()));

        assertThat(definitions)
                .hasSizeGreaterThan(50)
                .allSatisfy((sentence, count) -> assertThat(count).as(sentence).isEqualTo(1));
    }

    @Test
    void everyDefinitionIsUsedByAFeature() {
        assertThat(vocabulary.steps())
                .hasSizeGreaterThan(40)
                .allSatisfy(step -> assertThat(sentences).as(step.sentence()).anyMatch(step::matches));
    }

    @Test
    void theVocabularyIsListedInTheDocs() throws IOException {
        String page = new StepsPage(vocabulary, sentences).markdown();
        if (Boolean.getBoolean("podproof.write-docs")) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE)
                .as("docs/steps.md is not what the glue says: run this test with -Dpodproof.write-docs=true")
                .hasContent(page);
    }

    private static List<String> sentencesOfFeatures() {
        return Specification.featureFiles().entrySet().stream()
                .flatMap(file -> sentences(file.getKey(), file.getValue()))
                .distinct()
                .toList();
    }

    private static Stream<String> sentences(String name, byte[] feature) {
        return GherkinParser.builder()
                .includeSource(false)
                .includeGherkinDocument(false)
                .build()
                .parse(name, feature)
                .flatMap(envelope -> envelope.getPickle().stream())
                .flatMap(pickle -> pickle.getSteps().stream())
                .map(PickleStep::getText);
    }
}
