package dev.podproof.reference.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        // The family stays, and the largest suffix that leaves an integer is taken.
        "1000m, 1",
        "0.5, 500m",
        "1024Mi, 1Gi",
        "1025Mi, 1025Mi",
        "1536Mi, 1536Mi",
        "1E3, 1e3",
        "1e3, 1e3",
        "1e4, 10e3",
        "12e-1, 1200e-3",
        "1000k, 1M",
        "100000, 100k",
        "1100, 1100",
        "1E, 1E",
        "1000E, 1000E",
        "1.50G, 1500M",
        "2.125, 2125m",
        "1.500, 1500m",
        "0.0001m, 100n",
        "1.5Gi, 1536Mi",
        "0.5Mi, 512Ki",
        "1024, 1024",
        "1Ki, 1Ki",
        // Bytes that are few, or not whole, are written in decimals.
        "0.5Ki, 512",
        "1023.5Ki, 1048064",
        "1.1Ki, 1126400m",
        "0.0001Ki, 102400u",
        // Nothing is nothing in every form.
        "0, 0",
        "-0, 0",
        "0.000, 0",
        "0Mi, 0",
        "0e9, 0",
        // Signs, zeros and points that say nothing go.
        "+1, 1",
        "-1500m, -1500m",
        "-1024Ki, -1Mi",
        "007, 7",
        "1., 1",
        ".5, 500m",
        // A little is never taken for nothing, and bytes end where programs' integers do.
        "0.0000000001, 1n",
        "1e-10, 1e-9",
        "-0.1n, -1n",
        "1.0000000001, 1000000001n",
        "8Ei, 9223372036854775807",
        "99999Ei, 9223372036854775807",
        "-9Ei, -9223372036854775807",
        "1e99, 1e99",
        "' 1 ', 1"
    })
    void hasOneForm(String given, String canonical) {
        assertThat(canonical(given, Quantities.NANO)).isEqualTo(canonical);
        assertThat(canonical(canonical, Quantities.NANO)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({"100u, 1m", "1.0001, 1001m", "-100u, -1m", "1n, 1m", "1e-6, 1e-3", "3, 3"})
    void isRoundedUpWhereThousandthsAreCounted(String given, String canonical) {
        assertThat(canonical(given, Quantities.MILLI)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "1 Mi", "1mi", "Mi", "1K", "1.5.5", "0x10", "1e", "1e100", "1MiB", "--1", "NaN", "1\n2"
            })
    void isRefusedInAnyOther(String text) {
        assertThat(Quantities.canonical(TextNode.valueOf(text), Quantities.NANO))
                .isEmpty();
    }

    @Test
    void isRefusedWhenItIsTooLongToBeOne() {
        assertThat(Quantities.canonical(TextNode.valueOf("1".repeat(41)), Quantities.NANO))
                .isEmpty();
    }

    private static String canonical(String text, int places) {
        return Quantities.canonical(TextNode.valueOf(text), places).orElseThrow();
    }
}
