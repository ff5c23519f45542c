package dev.podproof.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where an abuse is done to, and what it leaves open: all of that is closed when it is over. */
final class AbuseTarget implements AutoCloseable {
    static final String MAPS = "/api/v1/namespaces/default/configmaps";
    static final String MISSING_POD = "/api/v1/namespaces/default/pods/pending";
    private static final int CONNECT_MILLIS = 10_000;

    private final ApiSide side;
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

    AbuseTarget(ApiSide side) {
        this.side = side;
    }

    /** A request with the administrator's token; its status. */
    int ask(String method, String path, String type, String body) throws IOException {
        try (Wire wire = new Wire(side)) {
            return wire.exchange(side.request(method, path, type, body));
        }
    }

    /** Says something over TLS and leaves it at that; nothing is read. A server that hangs up meanwhile has seen enough. */
    void say(String head, String more) throws IOException {
        Wire wire = new Wire(side);
        open.add(wire);
        try {
            wire.send(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            wire.send(more.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException hungUp) {
            wire.close();
        }
    }

    /** The line that says who asks. */
    String credentials() {
        return "Authorization: Bearer " + side.token() + "\n";
    }

    /** A connection without TLS, to whatever port. */
    Socket dial(int port) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(new InetSocketAddress(side.endpoint().getHost(), port), CONNECT_MILLIS);
        return socket;
    }

    static String map(String name, int length) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"a\":\"" + "x".repeat(length) + "\"}}";
    }

    @Override
    public void close() {
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (Exception gone) {
                // As was wished.
            }
        }
        open.clear();
    }
}
