package dev.podproof.reference.apiserver.render;

import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.render.Rendering.Listed;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** The text of a list whose items are made one by one: its beginning, each item behind a comma, and its end. */
final class Items implements Iterator<byte[]> {

    private static final int END_LENGTH = 2;
    private static final byte[] COMMA = {','};
    private static final byte[] END = {']', '}'};

    private final Iterator<Entry> entries;
    private final Function<Entry, byte[]> item;
    private byte[] beginning;
    private boolean comma;
    private boolean ended;

    private Items(byte[] beginning, List<Entry> entries, Function<Entry, byte[]> item) {
        this.beginning = beginning;
        this.entries = entries.iterator();
        this.item = item;
    }

    /** @param empty the list without items, which are the last that it has */
    static Listed within(byte[] empty, List<Entry> entries, Function<Entry, byte[]> item) {
        var beginning = java.util.Arrays.copyOf(empty, empty.length - END_LENGTH);
        return new Listed(new Items(beginning, entries, item), -1);
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public byte[] next() {
        if (beginning != null) {
            var first = beginning;
            beginning = null;
            return first;
        }
        if (comma && entries.hasNext()) {
            comma = false;
            return COMMA;
        }
        if (entries.hasNext()) {
            comma = true;
            return item.apply(entries.next());
        }
        if (ended) {
            throw new NoSuchElementException();
        }
        ended = true;
        return END;
    }
}
