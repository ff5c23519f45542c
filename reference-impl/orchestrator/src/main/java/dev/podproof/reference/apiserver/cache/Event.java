package dev.podproof.reference.apiserver.cache;

/**
 * A change of one object.
 *
 * @param entry the object after the change; for a deletion its last state, at the deletion's revision
 * @param previous the object before, null if it is new
 */
public record Event(Entry entry, Entry previous, boolean deleted) {

    public long revision() {
        return entry.revision();
    }
}
