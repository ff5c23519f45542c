package dev.podproof.reference.apiserver.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Joins byte arrays without copying them: what is encoded once stays so on its way to the socket. */
final class Buffers {

    private Buffers() {}

    /** The parts one after the other; they must not be changed afterwards. */
    @SuppressWarnings("deprecation") // Vert.x 4 offers no other way to wrap; in version 5 it is an internal interface.
    static Buffer wrap(List<byte[]> parts) {
        return Buffer.buffer(Unpooled.wrappedBuffer(parts.toArray(byte[][]::new)));
    }

    /** The same bytes, not a copy of them. */
    @SuppressWarnings("deprecation") // As above.
    static ByteBuf unwrap(Buffer bytes) {
        return bytes.getByteBuf();
    }
}
