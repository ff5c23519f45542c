package dev.podproof.reference.node.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.function.Consumer;

/**
 * SPDY/3.1 inside the messages of a WebSocket, whose boundaries mean nothing to it.
 *
 * <p>Flow control of single streams is left out: Kubernetes' clients neither grant windows nor heed them. The connection as a whole
 * is held back.
 */
final class SpdyFrames {
    private static final int LARGEST_CHUNK_BYTES = 32 * 1024;
    private static final int LARGEST_HEADERS_BYTES = 16 * 1024;

    /** Of header blocks; zlib's own defaults. */
    private static final int COMPRESSION = 6;

    private static final int WINDOW_BITS = 15;
    private static final int MEMORY = 8;

    private final EmbeddedChannel reading = codec();
    private final EmbeddedChannel writing = codec();
    private final WriteStream<Buffer> out;

    SpdyFrames(WriteStream<Buffer> out) {
        this.out = out;
    }

    private static EmbeddedChannel codec() {
        return new EmbeddedChannel(new SpdyFrameCodec(
                SpdyVersion.SPDY_3_1, LARGEST_CHUNK_BYTES, LARGEST_HEADERS_BYTES, COMPRESSION, WINDOW_BITS, MEMORY));
    }

    /** Hands over each frame that is complete with these bytes. Throws {@link IllegalArgumentException} if they are no frames. */
    void decode(Buffer bytes, Consumer<SpdyFrame> frames) {
        try {
            reading.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes()));
            for (SpdyFrame frame = reading.readInbound(); frame != null; frame = reading.readInbound()) {
                frames.accept(frame);
            }
        } catch (Exception noFrame) {
            throw new IllegalArgumentException(noFrame.toString(), noFrame);
        }
    }

    /** May be called from any thread: headers are compressed with what went before, so that frames go out in one order. */
    synchronized Future<Void> send(SpdyFrame frame) {
        if (!writing.isOpen()) {
            return Future.failedFuture("the client is gone");
        }
        writing.writeOutbound(frame);
        Buffer bytes = Buffer.buffer();
        for (ByteBuf part = writing.readOutbound(); part != null; part = writing.readOutbound()) {
            bytes.appendBytes(ByteBufUtil.getBytes(part));
            part.release();
        }
        return out.write(bytes);
    }

    Future<Void> data(int stream, byte[] bytes) {
        return send(new DefaultSpdyDataFrame(stream, Unpooled.wrappedBuffer(bytes)));
    }

    /** Nothing more is sent on the stream. */
    Future<Void> end(int stream) {
        var last = new DefaultSpdyDataFrame(stream);
        last.setLast(true);
        return send(last);
    }

    void release() {
        reading.finishAndReleaseAll();
        synchronized (this) {
            writing.finishAndReleaseAll();
        }
    }
}
