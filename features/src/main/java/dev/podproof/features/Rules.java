package dev.podproof.features;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules in feature files that decide the requirements, in Gherkin, and digests that tell one version of them from another. */
public final class Rules {
    /** From the tags of a rule to those of the next one. */
    private static final Pattern RULE = Pattern.compile("(?ms)^  @(\\S+)[^\\n]*\\n  Rule:.*?(?=^  @|\\z)");

    private final Map<String, String> statements = new TreeMap<>();
    private final Map<String, String> gherkin = new TreeMap<>();

    private Rules(Specification specification, Collection<byte[]> features) {
        specification.requirements().forEach(one -> statements.put(one.id(), one.statement()));
        for (byte[] feature : features) {
            Matcher rule = RULE.matcher(new String(feature, StandardCharsets.UTF_8));
            while (rule.find()) {
                gherkin.put(rule.group(1), rule.group());
            }
        }
    }

    /** Of the specification that is on the class path. */
    public static Rules load() {
        return new Rules(Specification.load(), Specification.featureFiles().values());
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
