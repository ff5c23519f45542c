package dev.podproof.conformance.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecondTryTest {
    private static final JsonNode POD = Documents.yaml("{metadata: {name: web}}");

    @ParameterizedTest
    @CsvSource({"POST, 500", "DELETE, 503", "PUT, 504", "GET, 429"})
    void whatTheApiAsksForIsDoneWithEveryMethod(String method, int status) {
        assertThat(SecondTry.after(method, POD, answer(status, "{}"), Optional.of("7"), 1))
                .contains(Duration.ofSeconds(7));
    }

    @Test
    void theBodyMayAskForItToo() {
        Answer answer = answer(500, "{reason: ServerTimeout, details: {retryAfterSeconds: 1}}");

        assertThat(SecondTry.after("POST", POD, answer, Optional.empty(), 1)).contains(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PATCH"})
    void troublesOfTheWayAreNoAnswerToWhatCanBeAskedTwice(String method) {
        assertThat(SecondTry.after(method, POD, answer(503, "{}"), Optional.empty(), 1))
                .isPresent();
        assertThat(SecondTry.after(method, POD, answer(504, "{}"), Optional.empty(), 1))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void whatMayHaveBeenDoneIsNotDoneTwice(String method) {
        assertThat(SecondTry.after(method, POD, answer(503, "{}"), Optional.empty(), 1))
                .isEmpty();
        assertThat(SecondTry.after(method, POD, answer(504, "{}"), Optional.empty(), 1))
                .isEmpty();
    }

    @Test
    void aConflictWithSomebodyElsesChangeIsNoAnswer() {
        Answer conflict = answer(409, "{reason: Conflict}");

        assertThat(SecondTry.after("PATCH", POD, conflict, Optional.empty(), 1)).isPresent();
        assertThat(SecondTry.after("POST", POD, conflict, Optional.empty(), 1)).isPresent();
    }

    @Test
    void aConflictAboutOneVersionOrANameStands() {
        JsonNode oneVersion = Documents.yaml("{metadata: {name: web, resourceVersion: '7'}}");

        assertThat(SecondTry.after("PUT", oneVersion, answer(409, "{reason: Conflict}"), Optional.empty(), 1))
                .isEmpty();
        assertThat(SecondTry.after("DELETE", null, answer(409, "{reason: Conflict}"), Optional.empty(), 1))
                .isEmpty();
        assertThat(SecondTry.after("POST", POD, answer(409, "{reason: AlreadyExists}"), Optional.empty(), 1))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 400, 401, 403, 404, 422, 500, 501})
    void whateverElseIsAnsweredStands(int status) {
        assertThat(SecondTry.after("GET", null, answer(status, "{}"), Optional.empty(), 1))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 403, 404, 409})
    void onlyOfTroubleTheApiCanAskForMore(int status) {
        assertThat(SecondTry.after("GET", null, answer(status, "{}"), Optional.of("1"), 1))
                .isEmpty();
    }

    @Test
    void pausesGrowToALimit() {
        assertThat(pause(2)).isGreaterThan(pause(1));
        assertThat(pause(100)).isEqualTo(Duration.ofSeconds(5));
    }

    private static Duration pause(int tries) {
        return SecondTry.after("GET", null, answer(503, "{}"), Optional.empty(), tries)
                .orElseThrow();
    }

    private static Answer answer(int status, String body) {
        return new Answer(status, Documents.yaml(body), Optional.empty());
    }
}
