package dev.podproof.reference.apiserver.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.cache.Event;
import java.util.List;

/** Objects without anything but their metadata, for clients that do not look at more. */
final class AsMetadata implements Rendering {

    private static final String API_VERSION = "meta.k8s.io/v1";
    private static final String KIND = "PartialObjectMetadata";

    @Override
    public byte[] object(Entry entry) {
        return Json.bytes(partial(entry));
    }

    @Override
    public Listed list(ObjectNode listMetadata, List<Entry> entries) {
        var list = Json.object().put("kind", KIND + "List").put("apiVersion", API_VERSION);
        list.set("metadata", listMetadata);
        list.putArray("items");
        return Items.within(Json.bytes(list), entries, this::object);
    }

    @Override
    public List<byte[]> present(Entry entry) {
        return List.of(Event.frame(Event.Type.ADDED.name(), object(entry)));
    }

    @Override
    public List<byte[]> event(Event.Type type, Event event) {
        return event.frameOnce(List.of(KIND, type), () -> Event.frame(type.name(), object(event.entry())));
    }

    @Override
    public byte[] bookmark(ObjectNode metadata) {
        var object = Json.object().put("kind", KIND).put("apiVersion", API_VERSION);
        object.set("metadata", metadata);
        return Event.frame("BOOKMARK", Json.bytes(object));
    }

    private static ObjectNode partial(Entry entry) {
        var object = Json.object().put("kind", KIND).put("apiVersion", API_VERSION);
        object.set("metadata", Json.within(entry.json(), "metadata"));
        return object;
    }
}
