package dev.podproof.report.verdict;

/** The words that the suite writes into Cucumber Messages and the verdict reads from them. */
public final class Recorded {
    /** Media type of {@link RunStart}. */
    public static final String RUN = "application/vnd.podproof.run+json";
    /** Media type of {@link RunSince}. */
    public static final String SINCE = "application/vnd.podproof.since+json";
    /** Media type of {@link RunEnd}. */
    public static final String END = "application/vnd.podproof.end+json";

    static final String OBSERVATION = "application/vnd.podproof.observation+json";
    static final String MATRIX = "application/vnd.podproof.matrix+json";
    static final String EVIDENCE = "application/vnd.podproof.evidence+json";

    /** The title of matrices that show who answered a call. */
    static final String ANSWERS = "who answers";

    /** How the titles of matrices begin that show which source addresses servers saw. */
    static final String SOURCES = "the source address that the server sees";

    /** Type of the exception of a comparison that did not hold. */
    static final String NOT_MET = "dev.podproof.conformance.NotMet";
    /** Type of the exception of a need that the target does not offer. */
    static final String MISSING_NEED = "dev.podproof.conformance.MissingNeed";

    /** Type of the exception of what a scenario did to the whole target and could not undo. */
    static final String NOT_UNDONE = "dev.podproof.conformance.NotUndone";

    private Recorded() {}
}
