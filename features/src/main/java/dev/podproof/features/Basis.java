package dev.podproof.features;

/** Where a requirement comes from: the document says it, or it follows from what the document says. */
public enum Basis {
    STATED,
    DERIVED
}
