package dev.podproof.conformance.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podproof.conformance.NotMet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    private static final JsonNode SAID = new ObjectMapper().createObjectNode().put("message", "it is so");

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 409, 422})
    void aNoIsTheClustersDoingAndCanBeJudged(int status) {
        assertThatThrownBy(() -> ApiProbe.granted("GET /api/v1/pods", answer(status)))
                .isInstanceOf(NotMet.class)
                .hasMessage("GET /api/v1/pods: expected yes, observed " + status + " it is so");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 408, 429, 500, 503, 302})
    void fromAnApiInTroubleNothingCanBeTold(int status) {
        assertThatThrownBy(() -> ApiProbe.granted("GET /api/v1/pods", answer(status)))
                .isInstanceOf(ApiRefused.class)
                .hasMessageStartingWith("GET /api/v1/pods: " + status + " it is so");
    }

    @Test
    void aYesIsHandedOn() {
        assertThat(ApiProbe.granted("GET /api/v1/pods", answer(200))).isEqualTo(SAID);
    }

    private static Answer answer(int status) {
        return new Answer(status, SAID, Optional.empty());
    }
}
