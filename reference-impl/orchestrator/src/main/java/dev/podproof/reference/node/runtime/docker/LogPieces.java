package dev.podproof.reference.node.runtime.docker;

import dev.podproof.reference.node.runtime.OutputReader.Source;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Takes apart a container's log as the Engine sends it with time stamps. The Engine keeps a line in pieces of 16 KiB at most, each with
 * the time at which the line began in front; what ends without a newline goes on in the next piece of the same stream.
 *
 * <p>Without a terminal each piece is a frame. With one there are no frames: a piece ends with its newline, or when it is full.
 */
final class LogPieces implements Consumer<ByteBuffer> {
    /** As in {@code 2026-01-31T12:00:00.000000000Z}, and a space after it. */
    private static final String SHAPE = "0000-00-00T00:00:00.000000000Z ";

    private static final int MOST_BYTES = 16 * 1024;

    /** Is told of pieces, one after the other. */
    interface Listener {

        /**
         * The first of it has come.
         *
         * @param stamp the time and a space; empty where the Engine itself has something to say
         */
        void begins(Source source, byte[] stamp);

        void bytes(Source source, ByteBuffer bytes);

        /**
         * That was all of it.
         *
         * @param whole whether the line ends with it
         */
        void ends(Source source, boolean whole);
    }

    private final Consumer<ByteBuffer> entrance;
    private final boolean framed;
    private final Listener listener;
    private final ByteBuffer stamp = ByteBuffer.allocate(SHAPE.length());
    private Source source = Source.OUT;
    /** Of the piece, its stamp included. */
    private int left;

    private boolean begun;
    private boolean newline;

    LogPieces(boolean tty, Listener listener) {
        this.framed = !tty;
        this.listener = listener;
        this.entrance = tty
                ? this::read
                : new Frames(new Frames.Listener() {
                    @Override
                    public void begins(Source from, int length) {
                        next(from, length);
                    }

                    @Override
                    public void bytes(Source from, ByteBuffer bytes) {
                        read(bytes);
                    }
                });
        next(Source.OUT, MOST_BYTES + SHAPE.length());
    }

    /** Any part of the log, in order. */
    @Override
    public void accept(ByteBuffer bytes) {
        entrance.accept(bytes);
    }

    /** There is no more. */
    void end() {
        if (!begun && stamp.position() > 0) {
            begin();
        }
        if (begun) {
            finish();
        }
    }

    private void next(Source from, int length) {
        source = from;
        left = length;
        begun = false;
        newline = false;
        stamp.clear();
    }

    private void read(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (begun) {
                pass(Buffers.take(bytes, Math.min(left, framed ? left : toNewline(bytes))));
            } else {
                ByteBuffer part = Buffers.take(bytes, Math.min(left, stamp.remaining()));
                left -= part.remaining();
                stamp.put(part);
                if (left == 0 || !stamp.hasRemaining()) {
                    begin();
                }
            }
            if (begun && (left == 0 || (newline && !framed))) {
                finish();
            }
        }
    }

    /** What does not look like a stamp is content: the Engine has put a word of its own in between. */
    private void begin() {
        byte[] front = new byte[stamp.position()];
        stamp.flip().get(front);
        boolean isStamp = looksLikeStamp(front);
        begun = true;
        listener.begins(source, isStamp ? front : new byte[0]);
        if (!isStamp) {
            left += front.length;
            pass(ByteBuffer.wrap(front));
        }
    }

    private static boolean looksLikeStamp(byte[] front) {
        if (front.length < SHAPE.length()) {
            return false;
        }
        for (int i = 0; i < front.length; i++) {
            char wanted = SHAPE.charAt(i);
            if (wanted == '0' ? front[i] < '0' || front[i] > '9' : front[i] != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int toNewline(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (bytes.get(i) == '\n') {
                return i + 1 - bytes.position();
            }
        }
        return bytes.remaining();
    }

    private void pass(ByteBuffer part) {
        left -= part.remaining();
        newline = part.get(part.limit() - 1) == '\n';
        listener.bytes(source, part);
    }

    private void finish() {
        listener.ends(source, newline);
        next(Source.OUT, framed ? 0 : MOST_BYTES + SHAPE.length());
    }
}
