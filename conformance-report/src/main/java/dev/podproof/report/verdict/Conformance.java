package dev.podproof.report.verdict;

/** The verdict on a profile or on a selection of requirements, from best to worst. */
public enum Conformance {
    CONFORMANT("conformant", "passed"),
    /** A MUST could not be decided. */
    INCONCLUSIVE("inconclusive", "undecided"),
    /** A MUST failed. */
    NONCONFORMANT("nonconformant", "failed");

    private final String word;
    private final String wordOfSelection;

    Conformance(String word, String wordOfSelection) {
        this.word = word;
        this.wordOfSelection = wordOfSelection;
    }

    /** The word that stands in reports for the verdict on a whole profile. */
    public String word() {
        return word;
    }

    /** The word for the verdict on a selection: conformant is only who was held against a whole profile. */
    String wordOfSelection() {
        return wordOfSelection;
    }
}
