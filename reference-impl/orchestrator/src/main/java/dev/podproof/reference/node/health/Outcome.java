package dev.podproof.reference.node.health;

import java.net.ConnectException;
import java.util.Locale;

/**
 * What came of an action.
 *
 * @param words what the container answered, or why it could not be asked
 */
record Outcome(Answer answer, String words) {

    enum Answer {
        GOOD,
        BAD,
        /** It could not be asked, which says nothing about how it is. */
        NONE
    }

    Outcome(boolean good, String words) {
        this(good ? Answer.GOOD : Answer.BAD, words);
    }

    boolean good() {
        return answer == Answer.GOOD;
    }

    static Outcome good(String words) {
        return new Outcome(true, words);
    }

    static Outcome none(String words) {
        return new Outcome(Answer.NONE, words);
    }

    static Outcome bad(String words) {
        return new Outcome(false, words);
    }

    /** Why nothing came back: one of Java's clients says so in as many ways as there are versions, the other not at all. */
    static String words(Exception failed) {
        String said = failed.getMessage() == null ? "" : failed.getMessage();
        if (failed instanceof ConnectException
                && (said.isEmpty() || said.toLowerCase(Locale.ROOT).contains("refused"))) {
            return "connect: connection refused";
        }
        return said.isEmpty() ? failed.getClass().getSimpleName() : said;
    }
}
