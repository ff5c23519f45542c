package dev.podproof.reference.node.runtime.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers on a unix socket as a Docker Engine does, in whatever order a test wants it to. */
final class FakeEngine implements AutoCloseable {
    /** What it does with a connection on which it was asked something; it is closed when this returns. */
    interface Answer {
        void to(SocketChannel caller, String request) throws IOException, InterruptedException;
    }

    private final ServerSocketChannel server;
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final Map<SocketChannel, Boolean> connections = new ConcurrentHashMap<>();
    /** The first lines of all requests. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** Connections that are open now. */
    final AtomicInteger open = new AtomicInteger();

    FakeEngine(Path socket) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), 1_000);
        start(this::accept);
    }

    /** Whoever asks with a line that contains these words is answered so; the newest of several is taken. */
    synchronized FakeEngine on(String words, Answer answer) {
        answers.remove(words);
        answers.put(words, answer);
        return this;
    }

    /** The same with JSON. */
    FakeEngine on(String words, int status, String json) {
        return on(words, (caller, request) -> write(caller, json(status, json)));
    }

    /** An answer to a look at the container {@code id}. */
    static String container(boolean running, long pid) {
        return """
                {"Id":"id","Created":"2026-01-31T12:00:00Z","Name":"/id","Image":"i",
                 "State":{"Status":"%s","Running":%s,"Pid":%d,"StartedAt":"2026-01-31T12:00:00Z",
                          "FinishedAt":"2026-01-31T12:00:01Z","ExitCode":0},
                 "Config":{"Tty":false,"Image":"i","Labels":{}},
                 "NetworkSettings":{"Networks":{}}}
                """.formatted(running ? "running" : "exited", running, running ? pid : 0);
    }

    static byte[] json(int status, String json) {
        return ("HTTP/1.1 " + status + " x\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                        + json.getBytes(UTF_8).length + "\r\n\r\n" + json)
                .getBytes(UTF_8);
    }

    static final byte[] UPGRADED =
            "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n".getBytes(UTF_8);

    static final byte[] OK = "HTTP/1.0 200 OK\r\n\r\n".getBytes(UTF_8);

    static void write(SocketChannel caller, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            caller.write(left);
        }
    }

    /** Returns when the caller has gone. */
    static void untilGone(SocketChannel caller) throws IOException {
        ByteBuffer ignored = ByteBuffer.allocate(1024);
        while (caller.read(ignored.clear()) >= 0) {
            ignored.clear();
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel caller = server.accept();
                connections.put(caller, true);
                open.incrementAndGet();
                start(() -> serve(caller));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(SocketChannel caller) {
        try (caller) {
            String request = readHead(caller);
            if (!request.isEmpty()) {
                asked.add(request.lines().findFirst().orElse(""));
                find(request).to(caller, request);
            }
        } catch (IOException | InterruptedException gone) {
            // The caller has left.
        } finally {
            connections.remove(caller);
            open.decrementAndGet();
        }
    }

    private synchronized Answer find(String request) {
        Answer found = (caller, unknown) -> write(caller, json(500, "{\"message\":\"nobody spoke of this\"}"));
        for (Map.Entry<String, Answer> answer : answers.entrySet()) {
            if (request.lines().findFirst().orElse("").contains(answer.getKey())) {
                found = answer.getValue();
            }
        }
        return found;
    }

    private static String readHead(SocketChannel caller) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
            if (caller.read(one.clear()) < 0) {
                return "";
            }
            head.write(one.get(0));
        }
        return head.toString(UTF_8);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "fake-engine");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel connection : connections.keySet()) {
                connection.close();
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
