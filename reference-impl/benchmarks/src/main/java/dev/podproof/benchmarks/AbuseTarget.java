package dev.podproof.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Where an abuse is done to, and what it leaves open: all of that is closed when it is over. */
final class AbuseTarget implements AutoCloseable {
    static final String JSON = "application/json";
    static final String PODS = "/api/v1/namespaces/default/pods";
    static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final int CONNECT_MILLIS = 10_000;

    private final ApiSide administrator;
    private final ApiSide node;
    private final OnHost host;
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private final Map<Integer, Integer> answers = new TreeMap<>();

    /** @param node who asks as that host does */
    AbuseTarget(ApiSide administrator, ApiSide node, OnHost host) {
        this.administrator = administrator;
        this.node = node;
        this.host = host;
    }

    /** The host whose agent and pods have a part in it. */
    OnHost host() {
        return host;
    }

    /** A request of an administrator; its status. */
    int ask(String method, String path, String type, String body) throws IOException {
        return ask(administrator, method, path, type, body);
    }

    int create(String path, String body) throws IOException {
        return ask("POST", path, JSON, body);
    }

    int delete(String path) throws IOException {
        return ask("DELETE", path, null, null);
    }

    /** A request with the host's certificate. */
    int askAsNode(String method, String path, String type, String body) throws IOException {
        return ask(node, method, path, type, body);
    }

    private int ask(ApiSide who, String method, String path, String type, String body) throws IOException {
        int status;
        try (Wire wire = new Wire(who)) {
            status = wire.exchange(who.request(method, path, type, body));
        } catch (IOException cutOff) {
            answers.merge(0, 1, Integer::sum);
            throw cutOff;
        }
        answers.merge(status, 1, Integer::sum);
        if (status >= 500 && status != 507) {
            throw new IOException(method + " " + path.split("\\?", 2)[0] + " is answered with " + status);
        }
        return status;
    }

    /** Says something over TLS and leaves it at that; nothing is read. A server that hangs up meanwhile has seen enough. */
    void say(String head, String more) throws IOException {
        Wire wire = new Wire(administrator);
        open.add(wire);
        try {
            wire.send(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            wire.send(more.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException hungUp) {
            wire.close();
        }
    }

    /** The same, and reads how the answer begins; what follows is not read. */
    int begin(String head) throws IOException {
        Wire wire = new Wire(administrator);
        open.add(wire);
        wire.send(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        int status = wire.head();
        answers.merge(status, 1, Integer::sum);
        return status;
    }

    /** The line that says who asks. */
    String credentials() {
        return administrator.credentials().replace("\r", "");
    }

    /** A connection without TLS, to whatever port of the master. */
    Socket dial(int port) throws IOException {
        return dial(administrator.endpoint().getHost(), port);
    }

    Socket dial(String address, int port) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
        return socket;
    }

    /** The status codes of answers, each with its number of requests; 0 stands for requests that were cut off. */
    String answered() {
        return answers.entrySet().stream()
                .map(each -> each.getValue() + "×" + each.getKey())
                .collect(Collectors.joining(" "));
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
