package dev.podproof.reference.apiserver.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.cache.Event;
import java.util.List;

/** A form in which objects of one kind are shown to one caller. */
public interface Rendering {

    /** One object. */
    byte[] object(Entry entry);

    /** A list, in parts that follow each other. */
    List<byte[]> list(ObjectNode listMetadata, List<Entry> entries);

    /** A line of a watch that tells of an object that is there from the start. */
    byte[] present(Entry entry);

    /** A line of a watch that tells of a change. */
    byte[] event(Event.Type type, Event event);

    /** A line of a watch that tells up to which revision its reader has seen everything. */
    byte[] bookmark(ObjectNode metadata);
}
