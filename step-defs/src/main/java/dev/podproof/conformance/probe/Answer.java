package dev.podproof.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the API answered.
 *
 * @param body the document; a Kubernetes Status where the request was refused
 * @param date the server's own time of the answer, in the form of HTTP
 * @param tries how often it was asked until it answered so
 */
public record Answer(int status, JsonNode body, Optional<String> date, int tries) {
    /** Of what somebody else's cluster says, a report needs no more. */
    private static final int MOST_WORDS = 4_000;

    /** Unauthorized, Request Timeout, Too Many Requests. */
    private static final Set<Integer> NOT_ABOUT_THE_QUESTION = Set.of(401, 408, 429);

    private static final int FORBIDDEN = 403;

    /** The words of every Kubernetes API server, whoever authorizes for it. */
    private static final Pattern NO_RIGHT =
            Pattern.compile("cannot (\\S+) (?:resource|path) \"([^\"]+)\"(?: in API group \"([^\"]*)\")?");

    public Answer(int status, JsonNode body, Optional<String> date) {
        this(status, body, date, 1);
    }

    Answer afterTries(int number) {
        return new Answer(status, body, date, number);
    }

    public boolean succeeded() {
        return status >= 200 && status < 300;
    }

    /** Whether this is a no to the question itself: not to who asks, nor to when or how often. */
    public boolean isNo() {
        return status >= 400 && status < 500 && !NOT_ABOUT_THE_QUESTION.contains(status);
    }

    /** What whoever asked may not do, where that is why the answer is no; a policy that forbids what was asked for says it in other words. */
    Optional<String> lackingRight() {
        Matcher words = NO_RIGHT.matcher(status == FORBIDDEN ? message() : "");
        if (!words.find()) {
            return Optional.empty();
        }
        String group = words.group(3) == null || words.group(3).isEmpty() ? "" : "." + words.group(3);
        return Optional.of(words.group(1) + " " + words.group(2) + group);
    }

    public boolean missing() {
        return status == 404;
    }

    /** What a Status says, or the whole body where it is none. */
    public String message() {
        String words = body.path("message").isTextual() ? body.path("message").textValue() : body.toString();
        String some = words.length() <= MOST_WORDS ? words : words.substring(0, MOST_WORDS) + " …";
        return tries == 1 ? some : some + " (to the last of " + tries + " tries)";
    }
}
