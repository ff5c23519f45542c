package dev.podproof.reference.dns.zone;

import java.util.List;

/** What a zone has to say about a name. */
public sealed interface Answer {

    /** The name belongs to somebody else. */
    record NotOurs() implements Answer {}

    /** There is no such name. */
    record NoSuchName() implements Answer {}

    /**
     * The name exists; {@code data} is all that it stands for, of whatever type, possibly nothing.
     *
     * @param data what the name stands for
     */
    record Found(List<RecordData> data) implements Answer {
        public Found {
            data = List.copyOf(data);
        }
    }
}
