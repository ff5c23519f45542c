package dev.podproof.report.verdict;

/** Where the reason lies that an example did not pass. */
public enum Cause {
    /** Nowhere: it passed, or it never ran. */
    NONE,
    /** In what the target did. */
    TARGET,
    /** In what the target does not offer. */
    MISSING_NEED,
    /** In the suite itself. */
    SUITE,
    /** In what the suite did to the whole target and could not undo. */
    NOT_UNDONE
}
