package dev.podproof.reference.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both ways of sharing a WebSocket, from a client through the API server's face to a port. */
class PortForwardTest {
    /** More than fits into the sockets' own buffers on the way. */
    private static final long BUFFERS_BYTES = 36 * 1024 * 1024;

    private static final String PATH = "/portForward/ns/pod";

    private static final int FORWARDS = 5;

    private final Served served = new Served(new ServerLimits(50, FORWARDS, Duration.ofMillis(200)));
    private final Queue<SpdyFrame> arrived = new ArrayDeque<>();
    private ServerSocket pod;
    private Served.Client client;
    private SpdyFrames frames;

    @BeforeEach
    void listen() throws IOException {
        pod = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        served.close();
        pod.close();
    }

    @Test
    void connections_over_spdy_stand_side_by_side_and_each_direction_ends_by_itself() throws Throwable {
        speakSpdy(true);
        try (Socket first = connect(1, pod.getLocalPort());
                Socket second = connect(5, pod.getLocalPort())) {
            frames.data(7, bytes("to the second"));
            frames.data(3, bytes("to the first"));
            frames.end(3);

            assertThat(first.getInputStream().readAllBytes()).isEqualTo(bytes("to the first"));
            assertThat(second.getInputStream().readNBytes(13)).isEqualTo(bytes("to the second"));
            first.getOutputStream().write(bytes("still answered"));
            first.shutdownOutput();

            assertThat(data(3)).isEqualTo("still answered");
            assertThat(data(3)).isEqualTo("<end>");
            assertThat(data(1)).isEqualTo("<end>");

            frames.send(new DefaultSpdyRstStreamFrame(7, SpdyStreamStatus.CANCEL));
            assertThat(second.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_port_where_nobody_listens_is_told_on_the_error_stream_and_harms_no_other() throws Throwable {
        speakSpdy(true);
        int closed = pod.getLocalPort();
        pod.close();
        open(1, closed);

        assertThat(data(1)).startsWith("error forwarding port " + closed + ": ");
        assertThat(data(3)).isEqualTo("<end>");
        assertThat(data(1)).isEqualTo("<end>");
        frames.send(new DefaultSpdyPingFrame(9));
        assertThat(next())
                .isInstanceOfSatisfying(
                        SpdyPingFrame.class, ping -> assertThat(ping.id()).isEqualTo(9));
    }

    @Test
    void a_node_forwards_so_many_connections_and_the_next_is_told_so_and_the_next_after_an_end_is_not()
            throws Throwable {
        speakSpdy(true);
        Queue<Socket> sockets = new ArrayDeque<>();
        for (int i = 0; i < FORWARDS; i++) {
            sockets.add(connect(1 + 4 * i, pod.getLocalPort()));
        }
        int next = 1 + 4 * FORWARDS;
        open(next, pod.getLocalPort());
        assertThat(data(next)).contains("too many connections are forwarded on this node");
        assertThat(data(next + 2)).isEqualTo("<end>");
        assertThat(data(next)).isEqualTo("<end>");

        sockets.remove().close();
        assertThat(data(3)).isEqualTo("<end>");
        assertThat(data(1)).isEqualTo("<end>");
        frames.end(3);
        sockets.add(connect(next + 4, pod.getLocalPort()));
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void places_of_connections_are_free_again_when_their_client_leaves() throws Throwable {
        for (int client = 0; client < 3; client++) {
            speakSpdy(true);
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < FORWARDS; i++) {
                sockets.add(connect(1 + 4 * i, pod.getLocalPort()));
            }
            this.client.vanish();
            for (Socket socket : sockets) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
                socket.close();
            }
        }
    }

    @Test
    void a_client_opens_so_many_streams_and_no_more() throws Throwable {
        speakSpdy(true);
        int most = 512;
        for (int i = 0; i <= most; i++) {
            syn(1 + 2 * i, "error", 80);
        }
        for (int i = 0; i < most; i++) {
            acceptedWithHeaders(next());
        }
        assertThat(next()).isInstanceOf(SpdyRstStreamFrame.class);
    }

    @Test
    void a_client_that_does_not_read_holds_the_pod_back() throws Throwable {
        speakSpdy(false);
        var sent = new AtomicLong();
        open(1, pod.getLocalPort());
        try (Socket socket = pod.accept()) {
            Thread writer = new Thread(() -> flood(socket, sent));
            writer.start();
            assertThat(stalled(sent)).isLessThan(BUFFERS_BYTES);

            client.socket.binaryMessageHandler(message -> {}).resume();
            await().atMost(Duration.ofSeconds(30)).until(() -> sent.get() > BUFFERS_BYTES);
            client.vanish();
            writer.join();
        }
    }

    @Test
    void a_pod_that_does_not_read_holds_the_client_back() throws Throwable {
        speakSpdy(true);
        try (Socket socket = connect(1, pod.getLocalPort())) {
            var sent = new AtomicLong();
            flood(3, sent);
            assertThat(stalled(sent)).isLessThan(BUFFERS_BYTES);

            assertThat(socket.getInputStream().skip(sent.get())).isPositive();
        }
    }

    @Test
    void over_channels_each_port_has_two_which_open_with_its_number() throws Throwable {
        int port = pod.getLocalPort();
        // Clients offer what they speak elsewhere, too.
        client = served.open(PATH + "?ports=" + port, true, Channels.V5, Channels.V4);
        assertThat(client.socket.subProtocol()).isEqualTo(Channels.V4);
        byte low = (byte) port;
        byte high = (byte) (port >> 8);
        assertThat(client.next()).isEqualTo(Buffer.buffer(new byte[] {0, low, high}));
        assertThat(client.next()).isEqualTo(Buffer.buffer(new byte[] {1, low, high}));
        try (Socket socket = pod.accept()) {
            client.send(0, "ping");
            assertThat(socket.getInputStream().readNBytes(4)).isEqualTo(bytes("ping"));
            socket.getOutputStream().write(bytes("pong"));
        }
        assertThat(client.next()).isEqualTo(Buffer.buffer("\0pong"));
        assertThat(client.closed.get(10, TimeUnit.SECONDS)).isEqualTo((short) 1000);
    }

    @Test
    void what_the_pod_sent_last_is_still_delivered_when_it_ends() throws Throwable {
        speakSpdy(true);
        try (Socket socket = connect(1, pod.getLocalPort())) {
            served.streams.podEnds.get(10, TimeUnit.SECONDS).run();
            assertThat(client.closed).isNotDone();
            socket.getOutputStream().write(bytes("last words"));
        }
        assertThat(data(3)).isEqualTo("last words");
        assertThat(client.closed.get(10, TimeUnit.SECONDS)).isEqualTo((short) 1000);
    }

    @Test
    void what_is_no_spdy_ends_the_connection() throws Throwable {
        speakSpdy(true);
        client.socket.writeBinaryMessage(Buffer.buffer(new byte[] {(byte) 0x80, 99, 0, 1, 0, 0, 0, 0}));
        assertThat(client.closed.get(10, TimeUnit.SECONDS)).isEqualTo((short) 1002);
    }

    private void speakSpdy(boolean reading) throws Throwable {
        client = served.open(PATH, reading, SpdyForward.PROTOCOL);
        frames = new SpdyFrames(client.socket);
    }

    private void open(int errorStream, int port) throws Exception {
        syn(errorStream, "error", port);
        frames.end(errorStream);
        syn(errorStream + 2, "data", port);
    }

    private void syn(int stream, String type, int port) {
        var syn = new DefaultSpdySynStreamFrame(stream, 0, (byte) 0);
        syn.headers()
                .add("streamtype", type)
                .add("port", String.valueOf(port))
                .add("requestid", String.valueOf(port) + (stream - (type.equals("data") ? 2 : 0)));
        frames.send(syn);
    }

    private Socket connect(int errorStream, int port) throws Exception {
        open(errorStream, port);
        Socket accepted = pod.accept();
        acceptedWithHeaders(next());
        acceptedWithHeaders(next());
        return accepted;
    }

    /** A reply without any is shorter than what kubectl takes. */
    private static void acceptedWithHeaders(SpdyFrame frame) {
        assertThat(frame)
                .isInstanceOfSatisfying(
                        SpdySynReplyFrame.class,
                        reply -> assertThat(reply.headers().isEmpty()).isFalse());
    }

    /** What came on a stream next, replies left out. */
    private String data(int stream) throws Exception {
        SpdyFrame frame = next();
        while (frame instanceof SpdySynReplyFrame) {
            frame = next();
        }
        var data = (SpdyDataFrame) frame;
        assertThat(data.streamId()).isEqualTo(stream);
        return data.isLast() ? "<end>" : new String(ByteBufUtil.getBytes(data.content()), StandardCharsets.UTF_8);
    }

    private SpdyFrame next() throws Exception {
        while (arrived.isEmpty()) {
            frames.decode(client.next(), arrived::add);
        }
        return arrived.remove();
    }

    /** Each frame after the one before it went out. */
    private void flood(int stream, AtomicLong sent) {
        byte[] block = new byte[16 * 1024];
        frames.data(stream, block).onSuccess(done -> {
            sent.addAndGet(block.length);
            flood(stream, sent);
        });
    }

    private static void flood(Socket socket, AtomicLong sent) {
        byte[] block = new byte[32 * 1024];
        try {
            while (true) {
                socket.getOutputStream().write(block);
                sent.addAndGet(block.length);
            }
        } catch (IOException closed) {
            // The client has seen enough.
        }
    }

    private static long stalled(AtomicLong count) {
        var last = new AtomicLong(-1);
        await("it stands still")
                .atMost(Duration.ofSeconds(30))
                .during(Duration.ofMillis(500))
                .until(() -> count.get() > 0 && count.get() == last.getAndSet(count.get()));
        return count.get();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
