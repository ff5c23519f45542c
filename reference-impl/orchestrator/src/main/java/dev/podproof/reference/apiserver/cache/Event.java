package dev.podproof.reference.apiserver.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A change of one object, and how watches show it: however many watch, it is encoded once. */
public final class Event {

    /** What a change means to a watch. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    /** Larger objects are not copied for being told of. */
    private static final int COPIED = 16 * 1024;

    private static final byte[] END = "}\n".getBytes(UTF_8);

    private final Entry entry;
    private final Entry previous;
    private final boolean deleted;

    /** Lines that were made, for as long as somebody is being sent them: whoever comes later makes them again. */
    private volatile WeakReference<List<byte[]>> usualFrame = new WeakReference<>(null);

    private volatile WeakReference<Map<Object, List<byte[]>>> specials = new WeakReference<>(null);

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

    /** What it keeps in memory. */
    long bytes() {
        return entry.bytes() + (previous == null ? 0 : previous.bytes());
    }

    /** The line of a watch's stream that tells of this event, in parts; callers must not change the arrays. */
    public List<byte[]> frame(Type type) {
        if (type != usualType()) {
            return frame(type, entry);
        }
        var known = usualFrame.get();
        if (known == null) {
            known = frame(type, entry);
            usualFrame = new WeakReference<>(known);
        }
        return known;
    }

    /**
     * The line in another form: made once for all who are told at the same time, whatever form each of them wants.
     *
     * @param form equal for all that get the same bytes
     */
    public List<byte[]> frameOnce(Object form, Supplier<byte[]> making) {
        var known = specials.get();
        if (known == null) {
            known = new ConcurrentHashMap<>();
            specials = new WeakReference<>(known);
        }
        return known.computeIfAbsent(form, unused -> List.of(making.get()));
    }

    /** What the event means to a watch that selects everything, or by what has not changed: almost every one. */
    private Type usualType() {
        if (deleted) {
            return Type.DELETED;
        }
        return previous == null ? Type.ADDED : Type.MODIFIED;
    }

    /** A line of a watch's stream that shows an object as it is. */
    public static List<byte[]> frame(Type type, Entry entry) {
        return entry.json().length < COPIED
                ? List.of(frame(type.name(), entry.json()))
                : List.of(head(type.name()), entry.json(), END);
    }

    /** A line of a watch's stream. */
    public static byte[] frame(String type, byte[] object) {
        var head = head(type);
        var frame = new byte[head.length + object.length + END.length];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(object, 0, frame, head.length, object.length);
        System.arraycopy(END, 0, frame, head.length + object.length, END.length);
        return frame;
    }

    private static byte[] head(String type) {
        return ("{\"type\":\"" + type + "\",\"object\":").getBytes(UTF_8);
    }
}
