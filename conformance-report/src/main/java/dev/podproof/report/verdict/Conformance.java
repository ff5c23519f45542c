package dev.podproof.report.verdict;

/** The verdict on a profile, from best to worst. */
public enum Conformance {
    CONFORMANT("conformant"),
    /** A MUST could not be decided. */
    INCONCLUSIVE("inconclusive"),
    /** A MUST failed. */
    NONCONFORMANT("nonconformant");

    private final String word;

    Conformance(String word) {
        this.word = word;
    }

    /** The word that stands in reports. */
    public String word() {
        return word;
    }
}
