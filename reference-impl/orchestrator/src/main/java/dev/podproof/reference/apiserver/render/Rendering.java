package dev.podproof.reference.apiserver.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.cache.Event;
import java.util.Iterator;
import java.util.List;

/** A form in which objects of one kind are shown to one caller. */
public interface Rendering {

    /** One object. */
    byte[] object(Entry entry);

    /**
     * A list as text.
     *
     * @param parts follow each other; each is made when it is asked for, so that no list is in memory as a whole
     * @param length of all of them, -1 if nobody knows before they have been made
     */
    record Listed(Iterator<byte[]> parts, long length) {}

    Listed list(ObjectNode listMetadata, List<Entry> entries);

    /** A line of a watch that tells of an object that is there from the start, in parts. */
    List<byte[]> present(Entry entry);

    /** A line of a watch that tells of a change, in parts. */
    List<byte[]> event(Event.Type type, Event event);

    /** A line of a watch that tells up to which revision its reader has seen everything. */
    byte[] bookmark(ObjectNode metadata);
}
