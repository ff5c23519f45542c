package dev.podproof.features;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the document says (statements), what the suite decides (requirements), and a digest that tells one version of both, and of the
 * feature files, from another.
 */
public record Specification(List<Statement> statements, List<Requirement> requirements, String digest) {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    public Specification {
        statements = List.copyOf(statements);
        requirements = List.copyOf(requirements);
    }

    /**
     * Reads the specification that is on the class path.
     *
     * @throws SpecificationInvalid when a file is missing or is not what it should be
     */
    public static Specification load() {
        SpecificationFiles files = SpecificationFiles.onClassPath();
        Map<String, List<Requirement>> byConcept = parse(files, "requirements.yaml", new TypeReference<>() {});
        List<Statement> statements = parse(files, "statements.yaml", new TypeReference<>() {});
        return new Specification(
                statements,
                byConcept.values().stream().flatMap(Collection::stream).toList(),
                files.digest());
    }

    /** The requirement with that ID, if there is one. */
    public Optional<Requirement> requirement(String id) {
        return requirements.stream().filter(r -> r.id().equals(id)).findFirst();
    }

    /** The feature files that are on the class path, by their names and in the order of them. */
    public static SortedMap<String, byte[]> featureFiles() {
        SortedMap<String, byte[]> features =
                new TreeMap<>(SpecificationFiles.onClassPath().byName());
        features.keySet().removeIf(name -> !name.endsWith(".feature"));
        return features;
    }

    static Map<String, Advice> readAdvice() {
        return parse(SpecificationFiles.onClassPath(), "advice.yaml", new TypeReference<>() {});
    }

    static Faults readFaults() {
        return parse(SpecificationFiles.onClassPath(), "faults.yaml", new TypeReference<>() {});
    }

    private static <T> T parse(SpecificationFiles files, String name, TypeReference<T> type) {
        try {
            return YAML.readValue(files.get(name), type);
        } catch (IOException e) {
            throw new SpecificationInvalid(name + " cannot be understood: " + e.getMessage(), e);
        }
    }
}
