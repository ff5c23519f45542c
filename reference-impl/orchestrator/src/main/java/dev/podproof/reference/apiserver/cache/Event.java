package dev.podproof.reference.apiserver.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Supplier;

/** A change of one object, and how watches show it: however many watch, it is encoded once. */
public final class Event {

    /** What a change means to a watch. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    private final Entry entry;
    private final Entry previous;
    private final boolean deleted;
    private volatile byte[] usualFrame;
    private volatile Special special;

    /** What was rendered last in a form that is not the usual one. */
    @SuppressWarnings("ArrayRecordComponent") // Told apart by its form alone.
    private record Special(Object form, byte[] frame) {}

    /**
     * @param entry the object after the change; for a deletion its last state, at the deletion's revision
     * @param previous the object before, null if it is new
     */
    Event(Entry entry, Entry previous, boolean deleted) {
        this.entry = entry;
        this.previous = previous;
        this.deleted = deleted;
    }

    public Entry entry() {
        return entry;
    }

    /** The object before, null if it is new. */
    public Entry previous() {
        return previous;
    }

    public boolean deleted() {
        return deleted;
    }

    public long revision() {
        return entry.revision();
    }

    /** The line of a watch's stream that tells of this event; callers must not change the array. */
    public byte[] frame(Type type) {
        if (type != usualType()) {
            return frame(type.name(), entry.json());
        }
        var known = usualFrame;
        if (known == null) {
            known = frame(type.name(), entry.json());
            usualFrame = known;
        }
        return known;
    }

    /**
     * The line in another form: made once for all who watch in that form, as they are told one after the other.
     *
     * @param form equal for all that get the same bytes
     */
    public byte[] frameOnce(Object form, Supplier<byte[]> making) {
        var known = special;
        if (known == null || !known.form().equals(form)) {
            known = new Special(form, making.get());
            special = known;
        }
        return known.frame();
    }

    /** What the event means to a watch that selects everything, or by what has not changed: almost every one. */
    private Type usualType() {
        if (deleted) {
            return Type.DELETED;
        }
        return previous == null ? Type.ADDED : Type.MODIFIED;
    }

    /** A line of a watch's stream. */
    public static byte[] frame(Type type, byte[] object) {
        return frame(type.name(), object);
    }

    /** A line of a watch's stream that tells of something else than a change: a bookmark, an error. */
    public static byte[] frame(String type, byte[] object) {
        var head = ("{\"type\":\"" + type + "\",\"object\":").getBytes(UTF_8);
        var frame = new byte[head.length + object.length + 2];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(object, 0, frame, head.length, object.length);
        frame[frame.length - 2] = '}';
        frame[frame.length - 1] = '\n';
        return frame;
    }
}
