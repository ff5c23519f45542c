package dev.podproof.report.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunStartTest {
    /** Java shuffles its own maps in every process anew: what is written from them would differ each time. */
    @Test
    void whatIsWrittenFromItHasOneOrder() {
        Map<String, String> many = Map.copyOf(IntStream.range(10, 40)
                .mapToObj(number -> "name-" + number)
                .collect(Collectors.toMap(Function.identity(), Function.identity())));

        RunStart start = new RunStart(
                Instant.EPOCH,
                new RunStart.Implementation("any", "1", "reference", 1),
                new RunStart.Suite("1", "sha256:1"),
                many,
                Map.copyOf(many),
                List.of(),
                Optional.empty(),
                Map.of(),
                RunStart.Topology.UNKNOWN,
                many);

        assertThat(List.of(start.environment(), start.offers(), start.inapplicable()))
                .allSatisfy(map -> assertThat(map.keySet().stream().toList()).isSorted());
    }
}
