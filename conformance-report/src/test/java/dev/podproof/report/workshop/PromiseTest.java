package dev.podproof.report.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromiseTest {
    @ParameterizedTest
    @CsvSource({
        "a b, a b, true",
        "a b, a    b, true",
        "a b, a b c, false",
        "a ... c, a b c, true",
        "a ... c, a c, false",
        "a...c, ac, true",
        "..., anything, true",
        "10.244...., 10.244.1.2, true",
        "10.244...., 10.245.1.2, false",
        "a.c, abc, false",
        "a*c, abbc, false"
    })
    void threeDotsStandForAnyTextAndBlanksDoNotCount(String promised, String output, boolean kept) {
        assertThat(new Promise(promised).isKeptBy(output)).isEqualTo(kept);
    }

    @Test
    void theWholeOutputIsMeant() {
        assertThat(new Promise("one\ntwo").isKeptBy("one\ntwo\n")).isTrue();
        assertThat(new Promise("one\ntwo").isKeptBy("zero\none\ntwo\n")).isFalse();
        assertThat(new Promise("one\n...\nthree").isKeptBy("one\ntwo\ntwo and a half\nthree\n"))
                .isTrue();
    }

    @Test
    void whatKubectlLogsOfAnEmptyFirstMessageIsNoOutput() {
        String log = "E1130 23:48:18.443748   27582 websocket.go:296] Unknown stream id 1, discarding message\n";

        assertThat(new Promise("one").isKeptBy(log + "one\n")).isTrue();
        assertThat(new Promise("one").isKeptBy(log)).isFalse();
        assertThat(new Promise("one").isKeptBy("E1130 23:48:18.443748   27582 websocket.go:296] broken\none\n"))
                .isFalse();
    }

    @Test
    void fourDotsAreADotAndAnyText() {
        assertThat(new Promise("is 10.244....\nend").isKeptBy("is 10.244.3.7\nend"))
                .isTrue();
        assertThat(new Promise("is 10.244....\nend").isKeptBy("is 10.2443\nend"))
                .isFalse();
    }
}
