package dev.podproof.reference.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as clients write them, before a decoder that takes parts only. */
class FrameSplitterTest {
    private static final int PART = FrameSplitter.PART_BYTES;

    private final EmbeddedChannel server = new EmbeddedChannel(
            new FrameSplitter(),
            new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(true)
                    .maxFramePayloadLength(PART)
                    .build()));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, PART - 1, PART, PART + 1, PART + 125, 3 * PART, 200_003})
    void a_frame_of_any_length_comes_as_it_was_written(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        for (int step : new int[] {1, 3, 1_000, 1_000_000}) {
            feed(encoded(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(content))), step);
            List<Received> frames = received();
            assertThat(frames.get(0).type()).isEqualTo(BinaryWebSocketFrame.class);
            assertThat(frames.subList(1, frames.size()))
                    .allMatch(frame -> frame.type().equals(ContinuationWebSocketFrame.class));
            assertThat(frames.get(frames.size() - 1).last()).isTrue();
            assertThat(frames.stream().filter(Received::last)).hasSize(1);
            assertThat(content(frames)).isEqualTo(content);
        }
    }

    @Test
    void a_message_of_several_frames_stays_one() {
        feed(encoded(new BinaryWebSocketFrame(false, 0, Unpooled.wrappedBuffer(new byte[PART + 5]))), 7_000);
        feed(encoded(new ContinuationWebSocketFrame(false, 0, Unpooled.wrappedBuffer(new byte[2 * PART]))), 7_000);
        feed(encoded(new PingWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {1, 2}))), 1);
        feed(encoded(new ContinuationWebSocketFrame(true, 0, Unpooled.wrappedBuffer(new byte[10]))), 1);
        List<Received> frames = received();
        assertThat(frames).hasSize(6);
        assertThat(frames.get(4).type()).isEqualTo(PingWebSocketFrame.class);
        assertThat(frames.stream().filter(Received::last)).hasSize(2);
    }

    @Test
    void a_frame_that_never_ends_is_not_held() {
        ByteBuf header = Unpooled.buffer()
                .writeByte(0x82)
                .writeByte(0x80 | 127)
                .writeLong(Long.MAX_VALUE)
                .writeInt(0);
        server.writeInbound(header);
        long passedOn = 0;
        for (int i = 0; i < 10_000; i++) {
            server.writeInbound(Unpooled.wrappedBuffer(new byte[10_000]));
            passedOn += received().stream()
                    .mapToLong(frame -> frame.content().length)
                    .sum();
        }
        assertThat(passedOn).isGreaterThan(100_000_000L - PART);
    }

    @Test
    void pings_are_passed_on_only_while_their_answers_are_taken() {
        ByteBuf pings = Unpooled.buffer();
        for (int i = 0; i < 1_000; i++) {
            pings.writeBytes(encoded(new PingWebSocketFrame(Unpooled.wrappedBuffer(new byte[125]))));
        }
        server.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        feed(pings.copy(), 333);
        assertThat(received()).isEmpty();
        server.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        feed(pings, 333);
        assertThat(received()).hasSize(1_000);
    }

    private static ByteBuf encoded(WebSocketFrame frame) {
        EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameEncoder(true));
        client.writeOutbound(frame);
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = client.readOutbound(); part != null; part = client.readOutbound()) {
            all.writeBytes(part);
        }
        return all;
    }

    private void feed(ByteBuf bytes, int step) {
        while (bytes.isReadable()) {
            server.writeInbound(bytes.readBytes(Math.min(step, bytes.readableBytes())));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    private record Received(Class<?> type, boolean last, byte[] content) {}

    private List<Received> received() {
        List<Received> frames = new ArrayList<>();
        for (WebSocketFrame frame = server.readInbound(); frame != null; frame = server.readInbound()) {
            frames.add(new Received(frame.getClass(), frame.isFinalFragment(), ByteBufUtil.getBytes(frame.content())));
            frame.release();
        }
        return frames;
    }

    private static byte[] content(List<Received> frames) {
        var all = new ByteArrayOutputStream();
        frames.forEach(frame -> all.writeBytes(frame.content()));
        return all.toByteArray();
    }
}
