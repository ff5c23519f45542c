package dev.podproof.reference.node.health;

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
}
