package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.conformance.probe.Documents;
import org.junit.jupiter.api.Test;

class CallTest {
    private final Pod pod = new Pod("ns", "client", Documents.yaml("{}"));

    @Test
    void anAnswerNamesPodContainerAndTheCallersAddress() {
        Call call = new Call(pod, "10.1.1.1", 80, "TCP", 1, "I am web/main, you are 10.244.1.2:41357");

        assertThat(call.pod()).hasValue("web");
        assertThat(call.container()).hasValue("main");
        assertThat(call.seenAs()).hasValue("10.244.1.2");
    }

    @Test
    void aCallersAddressMayBeOfTheSixthVersion() {
        Call call = new Call(pod, "fd00::1", 80, "TCP", 1, "I am web/main, you are [fd00::2]:41357");

        assertThat(call.seenAs()).hasValue("fd00::2");
    }

    @Test
    void aRefusalIsNoAnswer() {
        Call call = new Call(
                pod, "10.1.1.1", 80, "TCP", 1, "nc: can't connect to remote host (10.1.1.1): Connection refused");

        assertThat(call.answered()).isFalse();
        assertThat(call.pod()).isEmpty();
        assertThat(call.raw()).contains("Connection refused");
    }

    @Test
    void silenceIsSaidInWords() {
        assertThat(new Call(pod, "10.1.1.1", 80, "UDP", 1, "").raw()).isEqualTo("no answer");
        assertThat(new Call(pod, "10.1.1.1", 80, "UDP", 5, "").raw()).isEqualTo("no answer (at try 5)");
    }

    @Test
    void muchIsExchangedWithOneWhoWasSentItAllAndSentItBack() {
        String said = "I am web/main, you are 10.244.1.2:41357 and sent 6000 bytes, and was sent 6060";
        Call call = new Call(pod, "10.1.1.1", 80, "TCP", 1, said);

        assertThat(call.seenAs()).hasValue("10.244.1.2");
        assertThat(call.exchanged("web", 6000)).isTrue();
        assertThat(call.exchanged("other", 6000)).isFalse();
        assertThat(call.exchanged("web", 6001)).isFalse();
        assertThat(new Call(pod, "10.1.1.1", 80, "TCP", 1, said.replace("6060", "1500")).exchanged("web", 6000))
                .isFalse();
        assertThat(new Call(pod, "10.1.1.1", 80, "TCP", 4, ", and was sent 0").exchanged("web", 0))
                .isFalse();
    }
}
