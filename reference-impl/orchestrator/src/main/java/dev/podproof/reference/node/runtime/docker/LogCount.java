package dev.podproof.reference.node.runtime.docker;

import dev.podproof.reference.node.runtime.OutputReader.Source;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts the lines at the end of a log, of which the Engine only knows pieces. All pieces of a line bear the time at which it began: so
 * the time of the first piece that is known to begin a line parts the lines before it from those after it, in both streams.
 */
final class LogCount implements LogPieces.Listener {
    private static final byte[] NONE = {};

    private final Map<Source, byte[]> stamps = new EnumMap<>(Source.class);
    private final Map<Source, Boolean> ended = new EnumMap<>(Source.class);
    private byte[] from = NONE;
    private long pieces;
    private long all;
    private long counted;

    @Override
    public void begins(Source source, byte[] stamp) {
        pieces++;
        stamps.put(source, stamp);
        if (from.length == 0 && ended.getOrDefault(source, false)) {
            from = stamp;
        }
    }

    @Override
    public void bytes(Source source, ByteBuffer bytes) {
        // Only where it ends matters.
    }

    @Override
    public void ends(Source source, boolean whole) {
        ended.put(source, whole);
        if (whole) {
            count(source);
        }
    }

    /** A last line need not have an end. */
    void end() {
        ended.forEach((source, whole) -> {
            if (!whole) {
                count(source);
            }
        });
    }

    private void count(Source source) {
        all++;
        if (from.length > 0 && Arrays.compare(stamps.get(source), from) >= 0) {
            counted++;
        }
    }

    long pieces() {
        return pieces;
    }

    /** All lines that were seen, the first of each stream perhaps in part. */
    long all() {
        return all;
    }

    /** The lines that began at {@link #from()} or later, each as a whole. */
    long counted() {
        return counted;
    }

    byte[] from() {
        return from;
    }
}
