package dev.podproof.reference.node.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {
    @ParameterizedTest
    @CsvSource({
        "$(A), one",
        "x$(A)-$(B)y, xone-twoy",
        "$(MISSING), $(MISSING)",
        "$$(A), $(A)",
        "$$$(A), $one",
        "$A, $A",
        "$, $",
        "cost: 5$, cost: 5$",
        "$(A, $(A",
        "$(), $()",
        "no reference, no reference"
    })
    void replaces_what_is_known_and_leaves_the_rest_alone(String text, String expected) {
        assertThat(Expansion.expand(text, Map.of("A", "one", "B", "two"))).isEqualTo(expected);
    }
}
