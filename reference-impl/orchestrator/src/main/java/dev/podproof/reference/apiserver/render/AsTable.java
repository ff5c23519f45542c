package dev.podproof.reference.apiserver.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.table.Tables;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.cache.Event;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Objects as rows of a table, for kubectl. On a watch, each event is a table of one row, and the first names the columns. */
final class AsTable implements Rendering {

    private final Shown shown;
    private final Tables.Include include;
    private final Clock clock;
    private boolean columnsSent;

    AsTable(Shown shown, Tables.Include include, Clock clock) {
        this.shown = shown;
        this.include = include;
        this.clock = clock;
    }

    @Override
    public byte[] object(Entry entry) {
        return Json.bytes(table(revision(entry), List.of(entry), true));
    }

    @Override
    public Listed list(ObjectNode listMetadata, List<Entry> entries) {
        return Items.within(Json.bytes(table(listMetadata, List.of(), true)), entries, this::row);
    }

    @Override
    public List<byte[]> present(Entry entry) {
        return List.of(Event.frame(Event.Type.ADDED.name(), next(revision(entry), List.of(entry))));
    }

    @Override
    public List<byte[]> event(Event.Type type, Event event) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        boolean first = firstTime();
        return event.frameOnce(
                List.of(include, type, first, now),
                () -> Event.frame(
                        type.name(), Json.bytes(table(revision(event.entry()), List.of(event.entry()), first))));
    }

    @Override
    public byte[] bookmark(ObjectNode metadata) {
        return Event.frame("BOOKMARK", next(metadata, List.of()));
    }

    private byte[] row(Entry entry) {
        return Json.bytes(Tables.row(shown.kind(), entry.document(), include, clock.instant()));
    }

    private byte[] next(ObjectNode metadata, List<Entry> entries) {
        return Json.bytes(table(metadata, entries, firstTime()));
    }

    /** Everything that a watch sends is made on its own thread, in the order in which it is sent. */
    private boolean firstTime() {
        boolean first = !columnsSent;
        columnsSent = true;
        return first;
    }

    private ObjectNode table(ObjectNode metadata, List<Entry> entries, boolean columns) {
        var documents = entries.stream().map(Entry::document).toList();
        return Tables.table(shown.kind(), documents, metadata, include, columns, clock.instant());
    }

    private static ObjectNode revision(Entry entry) {
        return Json.object().put("resourceVersion", String.valueOf(entry.revision()));
    }
}
