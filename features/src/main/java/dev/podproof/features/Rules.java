package dev.podproof.features;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rules in feature files that decide the requirements, in Gherkin, and digests that tell one version of them from another. */
public final class Rules {
    /** From the tags of a rule to those of the next one. */
    private static final Pattern RULE = Pattern.compile("(?ms)^  @(\\S+)[^\\n]*\\n  Rule:.*?(?=^  @|\\z)");

    /** Lines of tags. */
    private static final Pattern TAGS = Pattern.compile("(?m)^ *@.*$");

    private final Map<String, String> statements = new TreeMap<>();
    private final Map<String, String> gherkin = new TreeMap<>();
    private final Map<String, Set<String>> tags = new TreeMap<>();

    private Rules(Specification specification, Collection<byte[]> features) {
        specification.requirements().forEach(one -> statements.put(one.id(), one.statement()));
        for (byte[] feature : features) {
            String text = new String(feature, StandardCharsets.UTF_8);
            Set<String> ofAll = tagsIn(text.substring(0, text.indexOf("Feature:")));
            Matcher rule = RULE.matcher(text);
            while (rule.find()) {
                gherkin.put(rule.group(1), rule.group());
                tags.put(rule.group(1), tagsIn(rule.group()));
                tags.get(rule.group(1)).addAll(ofAll);
            }
        }
    }

    /** Of the specification that is on the class path. */
    public static Rules load() {
        return new Rules(Specification.load(), Specification.featureFiles().values());
    }

    private static Set<String> tagsIn(String gherkin) {
        return TAGS.matcher(gherkin)
                .results()
                .flatMap(line -> Arrays.stream(line.group().strip().split("\\s+")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The tags of that requirement's rule, of its scenarios, and of the feature that it stands in; each with its {@code @}. */
    public Set<String> tags(String id) {
        return tags.getOrDefault(id, Set.of());
    }

    /** The rule that is tagged with that requirement, tags included; empty if there is none. */
    public String gherkin(String id) {
        return gherkin.getOrDefault(id, "");
    }

    /**
     * One digest over statements and rules of some requirements, in whatever order they come. It changes when one of them changes, or is
     * there no longer; a change of other requirements leaves it as it is.
     */
    public String digest(Collection<String> ids) {
        SortedMap<String, byte[]> parts = new TreeMap<>();
        ids.forEach(id ->
                parts.put(id, (statements.getOrDefault(id, "") + "\n" + gherkin(id)).getBytes(StandardCharsets.UTF_8)));
        return new SpecificationFiles(parts).digest();
    }
}
