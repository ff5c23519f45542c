package dev.podproof.reference.security;

/**
 * Which hosts' certificates count. The joins by one name are numbered, and only the newest number does: a host that was removed has an older
 * one, and so has whoever is replaced by another of its name (docs/adr/0043).
 */
public interface Joins {

    /** Every certificate counts: for who has no cluster to ask. */
    Joins ALL = (node, join) -> true;

    /**
     * Whether this one does.
     *
     * @param join the number in the certificate's subject; 0 for a host that was there from the beginning
     */
    boolean counts(String node, long join);
}
