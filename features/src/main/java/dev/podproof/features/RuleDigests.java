package dev.podproof.features;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Digests by which one version of a requirement is told from another: of its statement, and of the rule in a feature file that is tagged
 * with it. A change of one rule leaves the digests of all others as they are.
 */
public final class RuleDigests {
    /** From the tags of a rule to those of the next one. */
    private static final Pattern RULE = Pattern.compile("(?ms)^  @(\\S+)[^\\n]*\\n  Rule:.*?(?=^  @|\\z)");

    private final SortedMap<String, String> texts = new TreeMap<>();

    private RuleDigests(Specification specification, Collection<byte[]> features) {
        specification
                .requirements()
                .forEach(requirement -> texts.put(requirement.id(), requirement.statement() + "\n"));
        for (byte[] feature : features) {
            Matcher rule = RULE.matcher(new String(feature, StandardCharsets.UTF_8));
            while (rule.find()) {
                texts.merge(rule.group(1), rule.group(), String::concat);
            }
        }
    }

    /** Of the specification that is on the class path. */
    public static RuleDigests load() {
        return new RuleDigests(
                Specification.load(), Specification.featureFiles().values());
    }

    /** One digest for several requirements, in whatever order they come; it changes when one of them is there no longer. */
    public String of(Collection<String> ids) {
        SortedMap<String, byte[]> parts = new TreeMap<>();
        ids.forEach(id -> parts.put(id, texts.getOrDefault(id, "").getBytes(StandardCharsets.UTF_8)));
        return new SpecificationFiles(parts).digest();
    }

    /** What is known of each requirement; for tests. */
    Map<String, String> texts() {
        return texts;
    }
}
