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

    /** The pieces one after the other; what they are of must not be changed afterwards. */
    @SuppressWarnings("deprecation") // As above.
    static Buffer join(List<Piece> pieces) {
        if (pieces.size() == 1) {
            var only = pieces.get(0);
            return wrap(only.part(), only.from(), only.to());
        }
        return Buffer.buffer(Unpooled.wrappedBuffer(pieces.stream()
                .map(piece -> Unpooled.wrappedBuffer(piece.part(), piece.from(), piece.to() - piece.from()))
                .toArray(ByteBuf[]::new)));
    }

    /** A part of an array, which must not be changed afterwards. */
    @SuppressWarnings("deprecation") // As above.
    static Buffer wrap(byte[] bytes, int from, int to) {
        return Buffer.buffer(Unpooled.wrappedBuffer(bytes, from, to - from));
    }

    /** The same bytes, not a copy of them. */
    @SuppressWarnings("deprecation") // As above.
    static ByteBuf unwrap(Buffer bytes) {
        return bytes.getByteBuf();
    }
}
