package dev.podproof.report.workshop;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line below a page's title: {@code 20 minutes · two hosts · NET-01, NET-02}.
 *
 * @param minutes that a learner takes
 * @param needs what has to stand before it begins
 * @param requirements what the page is about, by ID
 */
public record PageFacts(int minutes, String needs, List<String> requirements) {
    static final String FORM = "20 minutes · two hosts · NET-01, NET-02";
    private static final Pattern LINE =
            Pattern.compile("([1-9]\\d?) minutes · ([^·]+) · ([A-Z]{2,3}-\\d\\d(?:, [A-Z]{2,3}-\\d\\d)*)");

    public PageFacts {
        requirements = List.copyOf(requirements);
    }

    static Optional<PageFacts> read(String line) {
        Matcher facts = LINE.matcher(line.strip());
        return facts.matches()
                ? Optional.of(new PageFacts(
                        Integer.parseInt(facts.group(1)),
                        facts.group(2).strip(),
                        Arrays.asList(facts.group(3).split(", "))))
                : Optional.empty();
    }
}
