package dev.podproof.features;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * One thing that the source document says.
 *
 * @param says the statement in our own words
 * @param requirements IDs of the requirements that cover it; empty when it is excluded
 * @param excluded why no requirement covers it
 */
public record Statement(String id, String section, String says, List<String> requirements, Optional<String> excluded) {
    public Statement {
        requirements = List.copyOf(requirements);
    }

    @JsonCreator
    static Statement read(
            @JsonProperty("id") String id,
            @JsonProperty("section") String section,
            @JsonProperty("says") String says,
            @JsonProperty("requirements") List<String> requirements,
            @JsonProperty("excluded") String excluded) {
        return new Statement(
                id, section, says, requirements == null ? List.of() : requirements, Optional.ofNullable(excluded));
    }
}
