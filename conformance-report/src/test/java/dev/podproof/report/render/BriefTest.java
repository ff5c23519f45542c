package dev.podproof.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BriefTest {
    @Test
    void whatIsShortIsSaidAsItIs() {
        Brief brief = Brief.of("a\nb {\"small\":1}");

        assertThat(brief.text()).isEqualTo("a\nb {\"small\":1}");
        assertThat(brief.isShortened()).isFalse();
    }

    @Test
    void anObjectIsFoldedAndWhatStandsAroundItStays() {
        String whole = "one on host-2: {\"running\":{\"startedAt\":\"2026-11-30T20:06:16Z\"}}; two on no host";

        assertThat(Brief.of(whole).text()).isEqualTo("one on host-2: {…}; two on no host");
        assertThat(Brief.of(whole).whole()).isEqualTo(whole);
    }

    @Test
    void anObjectThatNeverEndsIsFoldedToo() {
        assertThat(Brief.of("cut off: {\"" + "x".repeat(60)).text()).isEqualTo("cut off: {…}");
    }

    @Test
    void whatIsLongEndsBetweenTwoWords() {
        String text = Brief.of("word ".repeat(100)).text();

        assertThat(text).hasSizeLessThan(170).endsWith("word …");
    }

    @Test
    void manyLinesAreOne() {
        assertThat(Brief.of("first\nsecond\nthird\nfourth").text()).isEqualTo("first …");
        assertThat(Brief.of("first\nsecond\nthird").isShortened()).isFalse();
    }

    @Test
    void aReasonKeepsItsFirstCase() {
        Brief reason = Brief.ofReason("who answers: not so for 18 of 144\na called b\na called c\nand 15 more\n");

        assertThat(reason.text()).isEqualTo("who answers: not so for 18 of 144\na called b\n…");
        assertThat(Brief.ofReason("one line").isShortened()).isFalse();
    }

    @Test
    void aProgramForAShellIsFoldedAndItsArgumentsStay() {
        String whole =
                "kubectl exec a -- sh -c 'case $2 in\n  \"I am \"*) echo '\\''so'\\'' ;;\nesac' podproof TCP 10.244.1.2 8080";

        assertThat(Brief.ofCommand(whole).text()).isEqualTo("kubectl exec a -- sh -c '…' podproof TCP 10.244.1.2 8080");
    }

    @Test
    void aShortProgramStays() {
        assertThat(Brief.ofCommand("kubectl exec a -- sh -c 'netstat -tuln' podproof")
                        .isShortened())
                .isFalse();
    }
}
