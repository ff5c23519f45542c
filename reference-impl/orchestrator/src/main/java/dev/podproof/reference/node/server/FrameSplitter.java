package dev.podproof.reference.node.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Stands before the library's decoder, which holds a WebSocket frame until all of it has come: a large one goes on in parts, as they
 * come, so that no client has more of our memory than a part. And pings are not answered while the client does not take what it was
 * sent: answers would pile up.
 */
final class FrameSplitter extends ByteToMessageDecoder {
    /** A multiple of the mask's length, so that the mask fits each part. */
    static final int PART_BYTES = 32 * 1024;

    private static final int FINAL = 0x80;
    private static final int FLAGS = 0x70;
    private static final int OPCODE = 0x0f;
    private static final int CONTROL = 0x08;
    private static final int PING = 0x09;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int MASK_BYTES = 4;

    private byte[] mask = {};
    private boolean last;
    /** Of the frame, and of the part of it that is being passed on. */
    private long left;

    private long leftOfPart;
    private boolean dropped;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (left == 0) {
            readHeader(context, in, out);
            return;
        }
        if (leftOfPart == 0) {
            beginPart(0, out);
        }
        int length = (int) Math.min(leftOfPart, in.readableBytes());
        if (dropped) {
            in.skipBytes(length);
        } else {
            out.add(in.readRetainedSlice(length));
        }
        left -= length;
        leftOfPart -= length;
    }

    private void readHeader(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        if (in.readableBytes() < 2) {
            return;
        }
        int first = in.getUnsignedByte(start);
        int second = in.getUnsignedByte(start + 1);
        int lengthBytes =
                switch (second & LENGTH) {
                    case TWO_BYTES -> Short.BYTES;
                    case EIGHT_BYTES -> Long.BYTES;
                    default -> 0;
                };
        int maskBytes = (second & MASKED) == 0 ? 0 : MASK_BYTES;
        int header = 2 + lengthBytes + maskBytes;
        if (in.readableBytes() < header) {
            return;
        }
        long length =
                switch (lengthBytes) {
                    case Short.BYTES -> in.getUnsignedShort(start + 2);
                    case Long.BYTES -> in.getLong(start + 2);
                    default -> second & LENGTH;
                };
        dropped = (first & OPCODE) == PING && !context.channel().isWritable();
        left = Math.max(0, length);
        if ((first & CONTROL) != 0 || length <= PART_BYTES) {
            leftOfPart = left;
            ByteBuf whole = in.readRetainedSlice(header);
            if (dropped) {
                whole.release();
            } else {
                out.add(whole);
            }
            return;
        }
        mask = new byte[maskBytes];
        in.getBytes(start + header - maskBytes, mask);
        in.skipBytes(header);
        last = (first & FINAL) != 0;
        beginPart(first & (FLAGS | OPCODE), out);
    }

    private void beginPart(int flagsAndOpcode, List<Object> out) {
        leftOfPart = Math.min(left, PART_BYTES);
        boolean ends = last && leftOfPart == left;
        int masked = mask.length == 0 ? 0 : MASKED;
        ByteBuf header = Unpooled.buffer(2 + Short.BYTES + MASK_BYTES);
        header.writeByte(flagsAndOpcode | (ends ? FINAL : 0));
        if (leftOfPart < TWO_BYTES) {
            header.writeByte(masked | (int) leftOfPart);
        } else {
            header.writeByte(masked | TWO_BYTES).writeShort((int) leftOfPart);
        }
        out.add(header.writeBytes(mask));
    }
}
