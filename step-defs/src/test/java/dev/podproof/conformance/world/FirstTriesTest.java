package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.conformance.probe.Documents;
import org.junit.jupiter.api.Test;

class FirstTriesTest {
    private final Pod pod = new Pod("ns", "client", Documents.yaml("{}"));

    @Test
    void oneLossInFiftyIsNoFault() {
        assertThat(parse("100 100 2").wentWell()).isTrue();
        assertThat(parse("100 100 3").wentWell()).isFalse();
        assertThat(parse("49 49 1").wentWell()).isFalse();
    }

    @Test
    void everyConnectionIsToBeAnswered() {
        assertThat(parse("100 99 0").wentWell()).isFalse();
        assertThat(parse("0 0 0").wentWell()).isFalse();
    }

    @Test
    void aKernelMayNotCount() {
        assertThat(parse("100 100\n").wentWell()).isTrue();
        assertThat(parse("100 100\n").raw()).contains("the kernel counts no second tries");
    }

    @Test
    void somethingElseIsNotJudged() {
        assertThatThrownBy(() -> parse("")).hasMessageContaining("Connections of client left");
    }

    private FirstTries parse(String printed) {
        return FirstTries.parse(pod, printed);
    }
}
