package dev.podproof.conformance.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.conformance.probe.Documents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{state: {running: {}}, restartCount: 0} | never ended",
                "{state: {running: {}}, restartCount: 1} | was started again and runs",
                "{state: {running: {}}, restartCount: 2} | was started again twice and runs",
                "{state: {terminated: {exitCode: 1}}, restartCount: 0} | ended with code 1",
                "{state: {waiting: {}}, restartCount: 3} | {\"waiting\":{}} after 3 restarts"
            })
    void itIsToldByTheStatus(String status, String words) {
        assertThat(Fate.of(Documents.yaml(status)).words()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "was started again and runs, never ended, true",
        "was started again and runs, ended with code 0, true",
        "was started again twice and runs, was started again and runs, true",
        "ended with code 1, never ended, true",
        "ended with code 1, ended with code 0, true",
        "ended with code 1, ended with code 1, false",
        "ended with code 1, was started again and runs, false",
        "never ended, ended with code 0, false"
    })
    void whoHasGoneFurtherDoesNotComeBack(String seen, String expected, boolean beyond) {
        assertThat(Fate.of(seen).isBeyond(Fate.of(expected))).isEqualTo(beyond);
    }

    @Test
    void anEndAfterRestartsMayStillBecomeTheNextOne() {
        Fate between = Fate.of(Documents.yaml("{state: {terminated: {exitCode: 1}}, restartCount: 1}"));

        assertThat(between.isBeyond(Fate.TWICE)).isFalse();
        assertThat(between.isBeyond(Fate.AGAIN)).isTrue();
        assertThatThrownBy(() -> Fate.of("was happy")).hasMessageContaining("was happy");
    }
}
