package dev.podproof.report.workshop;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an output block promises: the whole output, in which {@code ...} stands for any text. How many blanks stand between two words
 * does not matter, since columns are as wide as the names of the day.
 */
record Promise(String text) {
    /**
     * The line that kubectl logs when an exec's first message comes before kubectl has made its streams. That message is empty, as Kubernetes sends it,
     * so that nothing is lost, and whoever reads the page goes on.
     */
    private static final Pattern EMPTY_FIRST_MESSAGE = Pattern.compile(
            "(?m)^E\\d{4} \\S+ +\\d+ websocket\\.go:\\d+] Unknown stream id \\d+, discarding message\\R");

    boolean isKeptBy(String output) {
        return pattern()
                .matcher(normal(EMPTY_FIRST_MESSAGE.matcher(output).replaceAll("")))
                .matches();
    }

    private Pattern pattern() {
        String regex = Arrays.stream(normal(text).split("\\.{3}(?!\\.)", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    private static String normal(String text) {
        return text.lines()
                .map(line -> line.replaceAll("[ \\t]+", " ").strip())
                .collect(Collectors.joining("\n"))
                .strip();
    }
}
