package dev.podproof.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * When a request is made once more. The rules are those that clients of Kubernetes keep: what the API itself asks to be asked again, with
 * whatever method; conflicts with somebody else's change, unless the request was made for one version of the object; and troubles of the way,
 * if the request can be made twice without harm.
 */
final class SecondTry {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int TIMEOUT = 504;

    /** What can be made twice: a patch sets fields to what they are then set to already. */
    private static final Set<String> HARMLESS = Set.of("GET", "PATCH");

    private SecondTry() {}

    /**
     * How long to wait before the next try; empty where the answer stands.
     *
     * @param document of the request; null where it had none
     * @param retryAfter the header of that name
     * @param tries how many there have been
     */
    static Optional<Duration> after(
            String method, JsonNode document, Answer answer, Optional<String> retryAfter, int tries) {
        Optional<Duration> said = said(answer, retryAfter);
        if (said.isPresent() && (answer.status() == TOO_MANY || answer.status() >= 500)) {
            return said;
        }
        boolean again =
                switch (answer.status()) {
                    case TOO_MANY -> true;
                    case UNAVAILABLE, TIMEOUT -> HARMLESS.contains(method);
                    case CONFLICT -> isConflict(answer) && !isForOneVersion(method, document);
                    default -> false;
                };
        return again ? Optional.of(growing(tries)) : Optional.empty();
    }

    /** Somebody else has changed it in between; another 409 says that something of that name is there already. */
    static boolean isConflict(Answer answer) {
        return answer.status() == CONFLICT
                && answer.body().path("reason").asText().equals("Conflict");
    }

    /** A deletion names no version in its path, and is in conflict with nothing that would pass. */
    private static boolean isForOneVersion(String method, JsonNode document) {
        return method.equals("DELETE")
                || (document != null && document.path("metadata").has("resourceVersion"));
    }

    /** In seconds; the other form of the header, a date, is one that Kubernetes does not use. */
    private static Optional<Duration> said(Answer answer, Optional<String> retryAfter) {
        String seconds = retryAfter
                .map(String::strip)
                .orElseGet(() ->
                        answer.body().path("details").path("retryAfterSeconds").asText());
        return seconds.matches("[0-9]{1,6}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }

    private static Duration growing(int tries) {
        Duration pause = PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
