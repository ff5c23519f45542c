package dev.podproof.features;

/** How binding a requirement is, in the words of RFC 2119. */
public enum Level {
    MUST,
    SHOULD,
    MAY
}
