package dev.podproof.reference.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.dns.zone.Answer;
import dev.podproof.reference.dns.zone.RecordData;
import dev.podproof.reference.dns.zone.Zone;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Clients that are many, slow or silent take nothing from the others; each test asks as another client while they are at it. */
class DnsBoundsTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String ABUSER = "127.0.0.2";
    private static final Duration ENOUGH = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int CONNECTIONS = 8;
    private static final int OF_ONE = 4;

    /** Outside names: each has as many addresses as a message takes. */
    private final DnsSockets upstream = DnsSockets.open(
            ANY_PORT, new ManyAddresses("org", 3_000), List.of(), 60, Clock.systemUTC(), UnaryOperator.identity());

    private final DnsSockets server = DnsSockets.open(
            ANY_PORT,
            new ManyAddresses("cluster.local", 1),
            List.of(upstream.address()),
            5,
            Clock.systemUTC(),
            new TcpLimits(CONNECTIONS, OF_ONE, Duration.ofSeconds(2), Duration.ofSeconds(8), 4, 1 << 20),
            UnaryOperator.identity());

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
        upstream.close();
    }

    @Test
    void whoNeverReadsStopsNobodysOutsideNames() throws IOException {
        byte[] query = framed(query("large.org"));
        for (int i = 0; i < OF_ONE; i++) {
            Socket abuser = connect(ABUSER);
            CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
                try {
                    for (int n = 0; n < 2_000; n++) {
                        abuser.getOutputStream().write(query);
                    }
                } catch (IOException cutOff) {
                    // As it should be.
                }
            });
        }
        for (int n = 0; n < 20; n++) {
            Message small = query("other" + n + ".org");
            Message large = query("tcp" + n + ".org");
            // As every resolver does, it asks again where a busy server could not find out in time.
            await().atMost(PATIENCE).until(() -> overUdp(small).getRcode() == Rcode.NOERROR);
            await().atMost(PATIENCE)
                    .until(() -> !overTcp(large).getSection(Section.ANSWER).isEmpty());
        }
        await().atMost(ENOUGH).until(() -> sockets.stream().allMatch(DnsBoundsTest::isCut));
    }

    @Test
    void whoDripsHasHisShareOfConnectionsAndIsEnded() throws IOException {
        for (int i = 0; i < 128; i++) {
            connect(ABUSER).getOutputStream().write(0);
            if (i % 8 == 0) {
                assertThat(overTcp(query("web.cluster.local")).getRcode()).isEqualTo(Rcode.NOERROR);
            }
        }
        assertThat(sockets.stream().filter(socket -> !isCut(socket)).count()).isLessThanOrEqualTo(OF_ONE);
        await().atMost(ENOUGH).pollInterval(Duration.ofMillis(100)).until(() -> {
            sockets.forEach(DnsBoundsTest::drip);
            return sockets.stream().allMatch(DnsBoundsTest::isCut);
        });
    }

    @Test
    void manyAddressesTogetherMakeRoomForANewOne() throws IOException {
        for (int i = 0; i < 4 * CONNECTIONS; i++) {
            connect("127.0.0." + (10 + i)).getOutputStream().write(0);
        }
        assertThat(overTcp(query("web.cluster.local")).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(sockets.stream().filter(socket -> !isCut(socket)).count()).isLessThanOrEqualTo(CONNECTIONS);
    }

    @Test
    void whoIsBusyIsEndedInTheEnd() throws IOException {
        Socket busy = connect(ABUSER);
        byte[] query = framed(query("web.cluster.local"));
        DataInputStream in = new DataInputStream(busy.getInputStream());
        await().atMost(ENOUGH).pollInterval(Duration.ofMillis(50)).until(() -> {
            try {
                busy.getOutputStream().write(query);
                in.skipNBytes(in.readUnsignedShort());
                return false;
            } catch (IOException ended) {
                return true;
            }
        });
    }

    @Test
    void aQueryThatCannotBeOneIsNotWaitedFor() throws IOException {
        Socket huge = connect(ABUSER);
        huge.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff, 1, 2, 3});
        assertThat(huge.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void anAddressHasItsShareOfThoseWhoAskOthers() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        var threads = Askers.threads(8);
        try {
            Askers askers = new Askers(threads, 2);
            InetAddress abuser = InetAddress.getByName(ABUSER);
            List<Boolean> taken = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                try {
                    askers.execute(abuser, () -> {
                        try {
                            held.await();
                        } catch (InterruptedException ended) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    taken.add(true);
                } catch (RejectedExecutionException full) {
                    taken.add(false);
                }
            }
            assertThat(taken).containsExactly(true, true, false, false, false);
            CompletableFuture<String> other = new CompletableFuture<>();
            askers.execute(InetAddress.getLoopbackAddress(), () -> other.complete("asked"));
            assertThat(other.get()).isEqualTo("asked");
            held.countDown();
            await().atMost(ENOUGH).untilAsserted(() -> askers.execute(abuser, () -> {}));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void answersAreRememberedUpToSoManyBytes() throws IOException {
        Name owner = Name.fromConstantString("large.example.");
        AnswerCache cache = new AnswerCache(question -> withText(question, 15_000), Clock.systemUTC());
        for (int i = 0; i < 1_000; i++) {
            cache.resolve(Record.newRecord(Name.fromString("n" + i, owner), Type.TXT, DClass.IN));
            assertThat(cache.bytes()).isLessThanOrEqualTo(2 * 1024 * 1024);
        }
        assertThat(cache.bytes()).isGreaterThan(1024 * 1024);
    }

    /** As it comes over the network: its size is known. */
    private static Message withText(Record question, int length) {
        try {
            Message answer = new Message();
            answer.addRecord(question, Section.QUESTION);
            List<String> words = IntStream.range(0, length / 250)
                    .mapToObj(i -> "x".repeat(250))
                    .toList();
            answer.addRecord(new TXTRecord(question.getName(), DClass.IN, 300, words), Section.ANSWER);
            answer.addRecord(
                    new ARecord(question.getName(), DClass.IN, 300, InetAddress.getLoopbackAddress()), Section.ANSWER);
            return new Message(answer.toWire());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        // The kernel would take many megabytes for a reader that does not read.
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout((int) ENOUGH.toMillis());
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(server.address());
        sockets.add(socket);
        return socket;
    }

    private static void drip(Socket socket) {
        try {
            socket.getOutputStream().write(0);
        } catch (IOException cut) {
            // Seen by who asks whether it is.
        }
    }

    /** Whether the server has ended it, whatever it had sent before. */
    private static boolean isCut(Socket socket) {
        try {
            socket.setSoTimeout(20);
            byte[] buffer = new byte[64 * 1024];
            for (int read = 0; read >= 0; ) {
                read = socket.getInputStream().read(buffer);
            }
            return true;
        } catch (java.net.SocketTimeoutException alive) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static Message query(String name) {
        return Message.newQuery(Record.newRecord(Name.fromConstantString(name + "."), Type.A, DClass.IN));
    }

    private static byte[] framed(Message query) {
        byte[] packet = query.toWire();
        return ByteBuffer.allocate(2 + packet.length)
                .putShort((short) packet.length)
                .put(packet)
                .array();
    }

    private Message overUdp(Message query) throws IOException {
        byte[] packet = query.toWire();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(5_000);
            socket.send(new DatagramPacket(packet, packet.length, server.address()));
            DatagramPacket received = new DatagramPacket(new byte[65535], 65535);
            socket.receive(received);
            return new Message(ByteBuffer.wrap(received.getData(), 0, received.getLength()));
        }
    }

    private Message overTcp(Message query) throws IOException {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(framed(query));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return new Message(in.readNBytes(in.readUnsignedShort()));
        }
    }

    /** Every name there is has so many addresses. */
    private record ManyAddresses(String origin, int count) implements Zone {
        @Override
        public Answer find(String name) {
            return name.endsWith(origin)
                    ? new Answer.Found(IntStream.range(0, count)
                            .<RecordData>mapToObj(i ->
                                    new RecordData.Address("10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256))
                            .toList())
                    : new Answer.NotOurs();
        }

        @Override
        public long version() {
            return 1;
        }
    }
}
