package dev.podproof.reference.apiserver.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.cache.Event;
import java.util.ArrayList;
import java.util.List;

/** Objects as they are: nothing is encoded again. */
final class Plain implements Rendering {

    private static final byte[] COMMA = {','};
    private static final byte[] END = {']', '}'};

    private final Shown shown;

    Plain(Shown shown) {
        this.shown = shown;
    }

    @Override
    public byte[] object(Entry entry) {
        return entry.json();
    }

    @Override
    public List<byte[]> list(ObjectNode listMetadata, List<Entry> entries) {
        List<byte[]> parts = new ArrayList<>(2 * entries.size() + 2);
        parts.add(("{\"kind\":\"" + shown.kind() + "List\",\"apiVersion\":\"" + shown.apiVersion() + "\",\"metadata\":"
                        + listMetadata + ",\"items\":[")
                .getBytes(UTF_8));
        boolean first = true;
        for (var entry : entries) {
            if (!first) {
                parts.add(COMMA);
            }
            first = false;
            parts.add(entry.json());
        }
        parts.add(END);
        return parts;
    }

    @Override
    public byte[] present(Entry entry) {
        return Event.frame(Event.Type.ADDED, entry.json());
    }

    @Override
    public byte[] event(Event.Type type, Event event) {
        return event.frame(type);
    }

    @Override
    public byte[] bookmark(ObjectNode metadata) {
        var object = Json.object().put("kind", shown.kind()).put("apiVersion", shown.apiVersion());
        object.set("metadata", metadata);
        return Event.frame("BOOKMARK", Json.bytes(object));
    }
}
