package dev.podproof.reference.node.runtime.docker;

import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.OutputReader.Source;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Joins the pieces of a log to lines again: a line has one time stamp or none, however long it is. Of a line nothing is kept; what goes
 * out together is collected up to one buffer.
 */
final class LogLines implements LogPieces.Listener {
    private static final int BUFFER_BYTES = 16 * 1024;

    private static final class Stream {
        /** Whether the line goes on in the next piece. */
        private boolean open;

        private boolean shown;
    }

    private final boolean stamps;
    private final byte[] since;
    private final OutputReader reader;
    private final Map<Source, Stream> streams =
            new EnumMap<>(Map.of(Source.OUT, new Stream(), Source.ERR, new Stream()));
    private final ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES);
    private long skip;
    private Source waiting = Source.OUT;

    /**
     * Lines for a reader.
     *
     * @param stamps whether each line begins with its time
     * @param skip how many lines are left out at the beginning
     * @param since lines that are older are left out, too; empty for none
     */
    LogLines(boolean stamps, long skip, byte[] since, OutputReader reader) {
        this.stamps = stamps;
        this.skip = skip;
        this.since = since;
        this.reader = reader;
    }

    @Override
    public void begins(Source source, byte[] stamp) {
        Stream stream = streams.get(source);
        if (stream.open) {
            return;
        }
        stream.open = true;
        stream.shown = skip == 0 && (stamp.length == 0 || Arrays.compare(stamp, since) >= 0);
        skip = Math.max(0, skip - 1);
        if (stream.shown && stamps) {
            write(source, ByteBuffer.wrap(stamp));
        }
    }

    @Override
    public void bytes(Source source, ByteBuffer bytes) {
        if (streams.get(source).shown) {
            write(source, bytes);
        }
    }

    @Override
    public void ends(Source source, boolean whole) {
        streams.get(source).open = !whole;
    }

    private void write(Source source, ByteBuffer bytes) {
        if (source != waiting) {
            flush();
            waiting = source;
        }
        while (bytes.hasRemaining()) {
            out.put(Buffers.take(bytes, out.remaining()));
            if (!out.hasRemaining()) {
                flush();
            }
        }
    }

    /** Nothing more comes for now. */
    void flush() {
        if (out.position() > 0) {
            reader.bytes(waiting, out.flip());
            out.clear();
        }
    }
}
