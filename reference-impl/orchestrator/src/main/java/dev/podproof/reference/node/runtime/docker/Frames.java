package dev.podproof.reference.node.runtime.docker;

import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.OutputReader.Source;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Tells a container's two outputs apart, which the Engine sends in frames over one connection. */
final class Frames implements Consumer<ByteBuffer> {
    private static final int HEADER_BYTES = 8;
    private static final int LENGTH_AT = 4;
    private static final int STDERR = 2;

    /** Hears of frames, one after the other. */
    interface Listener {
        void begins(Source source, int length);

        /** A part of it. */
        void bytes(Source source, ByteBuffer bytes);
    }

    private final Listener listener;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    private Source source = Source.OUT;
    private int left;

    Frames(Listener listener) {
        this.listener = listener;
    }

    /** What a process writes, for its reader; with a terminal there is one output, and no frames. */
    static Consumer<ByteBuffer> to(OutputReader reader, boolean tty) {
        if (tty) {
            return bytes -> reader.bytes(Source.OUT, bytes);
        }
        return new Frames(new Listener() {
            @Override
            public void begins(Source source, int length) {
                // What comes is passed on as it comes.
            }

            @Override
            public void bytes(Source source, ByteBuffer bytes) {
                reader.bytes(source, bytes);
            }
        });
    }

    /** Any part of the stream, in order. */
    @Override
    public void accept(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (left > 0) {
                ByteBuffer part = Buffers.take(bytes, left);
                left -= part.remaining();
                listener.bytes(source, part);
                continue;
            }
            header.put(Buffers.take(bytes, header.remaining()));
            if (!header.hasRemaining()) {
                source = header.get(0) == STDERR ? Source.ERR : Source.OUT;
                left = header.getInt(LENGTH_AT);
                header.clear();
                listener.begins(source, left);
            }
        }
    }
}
