package dev.podproof.reference.node.runtime.docker;

import java.nio.ByteBuffer;

/** Parts of buffers, without copying them. */
final class Buffers {

    private Buffers() {}

    /** The next bytes, so many at most; the buffer goes on after them. */
    static ByteBuffer take(ByteBuffer bytes, int most) {
        int length = Math.min(bytes.remaining(), most);
        ByteBuffer part = bytes.slice().limit(length);
        bytes.position(bytes.position() + length);
        return part;
    }
}
