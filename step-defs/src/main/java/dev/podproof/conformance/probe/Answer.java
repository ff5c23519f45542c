package dev.podproof.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What the API answered.
 *
 * @param body the document; a Kubernetes Status where the request was refused
 * @param date the server's own time of the answer, in the form of HTTP
 */
public record Answer(int status, JsonNode body, Optional<String> date) {
    /** Of what somebody else's cluster says, a report needs no more. */
    private static final int MOST_WORDS = 4_000;

    public boolean succeeded() {
        return status >= 200 && status < 300;
    }

    public boolean missing() {
        return status == 404;
    }

    /** What a Status says, or the whole body where it is none. */
    public String message() {
        String words = body.path("message").isTextual() ? body.path("message").textValue() : body.toString();
        return words.length() <= MOST_WORDS ? words : words.substring(0, MOST_WORDS) + " …";
    }
}
