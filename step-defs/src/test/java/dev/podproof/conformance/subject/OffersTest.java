package dev.podproof.conformance.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OffersTest {
    private final Offers offers = Offers.none().with("dns").without("host-path", "forbidden by policy");

    @Test
    void whatIsOfferedLacksNothing() {
        assertThat(offers.whyNot("dns")).isEmpty();
    }

    @Test
    void whatIsLackingHasItsReason() {
        assertThat(offers.whyNot("host-path")).hasValue("forbidden by policy");
    }

    @Test
    void whatNobodyLookedForIsLacking() {
        assertThat(offers.whyNot("teleport")).isPresent();
    }

    @Test
    void aReportShowsTrueOrTheReason() {
        assertThat(offers.asMap()).isEqualTo(Map.of("dns", true, "host-path", "forbidden by policy"));
    }
}
