package dev.podproof.reference.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The newest changes, up to a fixed number of them and a fixed number of bytes. Not thread-safe: its owner guards it.
 *
 * @param <E> a change
 */
public final class History<E> {

    private record Item<E>(long revision, E event, long bytes) {}

    private final int capacity;
    private final long room;
    private final ArrayDeque<Item<E>> items = new ArrayDeque<>();
    private long bytes;
    private long forgotten;

    /**
     * Nothing is remembered yet.
     *
     * @param capacity how many changes are kept at most
     * @param room how many bytes they may hold at most
     * @param start changes up to this revision were never seen
     */
    public History(int capacity, long room, long start) {
        this.capacity = capacity;
        this.room = room;
        this.forgotten = start;
    }

    /**
     * Remembers a change.
     *
     * @param size how many bytes the event holds; one that is larger than all room is not kept
     */
    public void add(long revision, E event, long size) {
        items.addLast(new Item<>(revision, event, size));
        bytes += size;
        while (items.size() > capacity || bytes > room) {
            forgetOldest();
        }
    }

    /** How many bytes the changes hold that are here. */
    public long bytes() {
        return bytes;
    }

    /** Makes room before it has to. */
    public void forgetOldest() {
        var oldest = items.removeFirst();
        bytes -= oldest.bytes();
        forgotten = oldest.revision();
    }

    /**
     * The changes after a revision, oldest first.
     *
     * @throws StoreException GONE if some of them are no longer here
     */
    public List<E> after(long revision) {
        if (revision < forgotten) {
            throw new StoreException(
                    StoreException.Reason.GONE, "too old resource version: " + revision + " (" + forgotten + ")");
        }
        List<E> newer = new ArrayList<>();
        for (var newest = items.descendingIterator(); newest.hasNext(); ) {
            var item = newest.next();
            if (item.revision() <= revision) {
                break;
            }
            newer.add(item.event());
        }
        Collections.reverse(newer);
        return newer;
    }
}
