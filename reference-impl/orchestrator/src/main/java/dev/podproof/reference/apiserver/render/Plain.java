package dev.podproof.reference.apiserver.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.cache.Event;
import java.util.List;

/** Objects as they are: nothing is encoded again. */
final class Plain implements Rendering {

    private final Shown shown;

    Plain(Shown shown) {
        this.shown = shown;
    }

    @Override
    public byte[] object(Entry entry) {
        return entry.json();
    }

    @Override
    public Listed list(ObjectNode listMetadata, List<Entry> entries) {
        var empty = ("{\"kind\":\"" + shown.kind() + "List\",\"apiVersion\":\"" + shown.apiVersion()
                        + "\",\"metadata\":" + listMetadata + ",\"items\":[]}")
                .getBytes(UTF_8);
        long objects = entries.stream().mapToLong(entry -> entry.json().length).sum();
        long commas = Math.max(0, entries.size() - 1);
        return new Listed(Items.within(empty, entries, Entry::json).parts(), empty.length + objects + commas);
    }

    @Override
    public List<byte[]> present(Entry entry) {
        return Event.frame(Event.Type.ADDED, entry);
    }

    @Override
    public List<byte[]> event(Event.Type type, Event event) {
        return event.frame(type);
    }

    @Override
    public byte[] bookmark(ObjectNode metadata) {
        var object = Json.object().put("kind", shown.kind()).put("apiVersion", shown.apiVersion());
        object.set("metadata", metadata);
        return Event.frame("BOOKMARK", Json.bytes(object));
    }
}
