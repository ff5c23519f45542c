package dev.podproof.benchmarks;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Others, who want little: one reads a small object again and again, one asks for a name of the cluster, each ten times a second. How long
 * they wait is what an abuse costs those who have no part in it.
 */
final class Bystanders implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;
    private static final int DNS_MILLIS = 5_000;
    private static final byte[] QUESTION = question("kubernetes.default.svc.cluster.local");

    private final ApiSide side;
    private final InetAddress nameServer;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final AtomicLong failures = new AtomicLong();
    private Sample reads = new Sample("GET");
    private Sample names = new Sample("DNS");
    private volatile boolean closed;

    /** What they saw since they were last asked. */
    record Waits(Sample reads, Sample names, long failures) {}

    Bystanders(ApiSide side, String nameServer) throws IOException {
        this.side = side;
        this.nameServer = InetAddress.getByName(nameServer);
        threads.execute(() -> again(this::read, true));
        threads.execute(() -> again(this::ask, false));
    }

    private interface Once {
        void run() throws IOException;
    }

    private void again(Once once, boolean isRead) {
        while (!closed) {
            long begin = System.nanoTime();
            try {
                once.run();
            } catch (IOException failed) {
                failures.incrementAndGet();
            }
            add(isRead, Duration.ofNanos(System.nanoTime() - begin));
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    private synchronized void add(boolean isRead, Duration took) {
        (isRead ? reads : names).add(took);
    }

    /** With a connection of its own each time, as a command line has. */
    private void read() throws IOException {
        try (Wire wire = new Wire(side)) {
            int status = wire.exchange(side.request("GET", "/api/v1/namespaces/default", null, null));
            if (status != 200) {
                throw new IOException("answered " + status);
            }
        }
    }

    private void ask() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(DNS_MILLIS);
            socket.send(new DatagramPacket(QUESTION, QUESTION.length, nameServer, 53));
            DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
            socket.receive(answer);
            if ((answer.getData()[3] & 0xf) != 0) {
                throw new IOException("answered with an error");
            }
        }
    }

    /** What was seen until now; from now on it is counted anew. */
    synchronized Waits take() {
        Waits waits = new Waits(reads, names, failures.getAndSet(0));
        reads = new Sample("GET");
        names = new Sample("DNS");
        return waits;
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }

    /** A query for the addresses of a name. */
    static byte[] question(String name) {
        ByteBuffer packet = ByteBuffer.allocate(512);
        packet.putShort((short) 7).putShort((short) 0x100).putShort((short) 1);
        packet.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        for (String label : name.split("\\.", -1)) {
            packet.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        packet.put((byte) 0).putShort((short) 1).putShort((short) 1);
        byte[] bytes = new byte[packet.position()];
        packet.flip().get(bytes);
        return bytes;
    }
}
