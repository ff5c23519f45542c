package dev.podproof.reference.apiserver.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import java.util.Map;

/**
 * An object at one revision, encoded as clients get it. Never changes: a document is a copy of its own for each caller.
 *
 * <p>What the store holds lacks the revision, which is known only after the write. It is put in front of the metadata's
 * other fields, so that nothing has to be parsed to serve an object.
 */
public final class Entry {

    /** Names, references, and a place in a map. */
    public static final int BESIDE = 256;

    private static final byte[] METADATA = "\"metadata\":{".getBytes(UTF_8);

    private final String key;
    private final long revision;
    private final byte[] json;
    private volatile Map<String, String> labels;
    private volatile Map<String, String> fields;

    /** @param stored what the store holds: canonical JSON, without the revision */
    public Entry(String key, long revision, byte[] stored) {
        this(key, revision, stored, 0);
    }

    /** @param replaced how many bytes behind the metadata's beginning tell of another revision */
    private Entry(String key, long revision, byte[] text, int replaced) {
        this.key = key;
        this.revision = revision;
        this.json = withRevision(text, replaced, revision);
    }

    /** The same object with another revision: what a deletion shows. */
    public Entry at(long otherRevision) {
        return new Entry(key, otherRevision, json, insertion(revision).length);
    }

    /** {@code namespace/name}, or the name alone for kinds of the cluster. */
    public String key() {
        return key;
    }

    public String name() {
        return key.substring(key.indexOf('/') + 1);
    }

    public String namespace() {
        int slash = key.indexOf('/');
        return slash < 0 ? "" : key.substring(0, slash);
    }

    public long revision() {
        return revision;
    }

    /** What it takes up here, with what is kept beside the text. */
    public long bytes() {
        return (long) json.length + BESIDE;
    }

    /** The encoded object; callers must not change the array. */
    public byte[] json() {
        return json;
    }

    /** The object as a tree, which the caller may change. */
    public ObjectNode document() {
        return Json.read(json);
    }

    public Map<String, String> labels() {
        var known = labels;
        if (known == null) {
            known = Json.strings(Json.within(json, "metadata", "labels"));
            labels = known;
        }
        return known;
    }

    /** The fields by which the object can be selected; {@code selectable} is asked once. */
    public Map<String, String> fields(Selectable selectable) {
        var known = fields;
        if (known == null) {
            known = selectable.fields(this);
            fields = known;
        }
        return known;
    }

    /** Reads the selectable fields of a kind. */
    public interface Selectable {
        Map<String, String> fields(Entry entry);
    }

    private static byte[] withRevision(byte[] text, int replaced, long revision) {
        int at = indexAfterMetadata(text);
        int rest = at + replaced;
        var insertion = insertion(revision);
        var whole = new byte[text.length - replaced + insertion.length];
        System.arraycopy(text, 0, whole, 0, at);
        System.arraycopy(insertion, 0, whole, at, insertion.length);
        System.arraycopy(text, rest, whole, at + insertion.length, text.length - rest);
        return whole;
    }

    private static byte[] insertion(long revision) {
        return ("\"resourceVersion\":\"" + revision + "\",").getBytes(UTF_8);
    }

    /** Kind and apiVersion stand before the metadata and cannot contain its name: the first match is the right one. */
    private static int indexAfterMetadata(byte[] text) {
        for (int i = 0; i + METADATA.length <= text.length; i++) {
            if (java.util.Arrays.equals(text, i, i + METADATA.length, METADATA, 0, METADATA.length)) {
                return i + METADATA.length;
            }
        }
        throw new IllegalStateException("A stored object has no metadata");
    }
}
