package dev.podproof.reference.node.health;

/**
 * What came of an action.
 *
 * @param words what the container answered, or why it could not be asked
 */
record Outcome(boolean good, String words) {
    static Outcome good(String words) {
        return new Outcome(true, words);
    }

    static Outcome bad(String words) {
        return new Outcome(false, words);
    }
}
