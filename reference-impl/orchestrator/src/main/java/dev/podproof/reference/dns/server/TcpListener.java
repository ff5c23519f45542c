package dev.podproof.reference.dns.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DNS over TCP (RFC 7766): any number of queries on a connection, each behind its length. One thread serves all clients and waits for
 * none of them: who is slow, silent or many holds up nobody else, and goes first when there is no room.
 */
final class TcpListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final Messages messages;
    private final TcpLimits limits;
    private final Selector selector;
    private final ServerSocketChannel server;
    /** What other threads have to say to this one: answers from the upstream. */
    private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();

    private final Map<TcpConnection, InetAddress> connections = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    TcpListener(InetSocketAddress address, Messages messages, TcpLimits limits) throws IOException {
        this.messages = messages;
        this.limits = limits;
        this.selector = Selector.open();
        this.server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(address);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException failed) {
            server.close();
            selector.close();
            throw failed;
        }
        this.thread = new Thread(this::run, "dns-tcp");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        server.close();
    }

    private void run() {
        long pause =
                Math.min(LONGEST_PAUSE_MILLIS, Math.max(1, limits.exchange().toMillis() / 4));
        while (!closed) {
            try {
                selector.select(key -> safely(key), connections.isEmpty() ? 0 : pause);
                for (var next = news.poll(); next != null; next = news.poll()) {
                    next.run();
                }
                endWhoseTimeIsOver();
            } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError failed) {
                LOG.warn("a round of DNS over TCP went wrong: {}", failed.toString());
            }
        }
        new ArrayList<>(connections.keySet()).forEach(this::end);
        try {
            selector.close();
        } catch (IOException failed) {
            LOG.debug("a selector did not close well: {}", failed.toString());
        }
    }

    /** One client's trouble is not the next one's. */
    private void safely(SelectionKey key) {
        try {
            if (key.isValid() && key.isAcceptable()) {
                accept();
            } else if (key.isValid()) {
                serve((TcpConnection) key.attachment(), key);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError broken) {
            LOG.debug("a connection broke: {}", broken.toString());
            if (key.attachment() instanceof TcpConnection connection) {
                end(connection);
            }
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        if (channel == null) {
            return;
        }
        try {
            var address = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
            makeRoom(address);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var key = channel.register(selector, SelectionKey.OP_READ);
            var connection = new TcpConnection(channel, key, limits, System.nanoTime());
            key.attach(connection);
            connections.put(connection, address);
        } catch (IOException | RuntimeException gone) {
            channel.close();
            throw gone;
        }
    }

    /** A new client of an address that has its share takes the place of one of its own; else of whom nobody needs. */
    private void makeRoom(InetAddress address) {
        var neighbours = connections.entrySet().stream()
                .filter(entry -> entry.getValue().equals(address))
                .map(Map.Entry::getKey)
                .toList();
        if (neighbours.size() >= limits.ofOneAddress()) {
            leastUseful(neighbours).ifPresent(this::end);
        } else if (connections.size() >= limits.connections()) {
            leastUseful(connections.keySet()).ifPresent(this::end);
        }
    }

    /** Idle for longest, or at it for longest if nobody is idle. */
    private static Optional<TcpConnection> leastUseful(Iterable<TcpConnection> some) {
        List<TcpConnection> all = new ArrayList<>();
        some.forEach(all::add);
        return all.stream()
                .min(Comparator.comparing(TcpConnection::isIdle)
                        .reversed()
                        .thenComparing(TcpConnection::since, (one, other) -> Long.signum(one - other)));
    }

    private void serve(TcpConnection connection, SelectionKey key) throws IOException {
        long now = System.nanoTime();
        if (key.isWritable()) {
            connection.write(now);
        }
        if (key.isValid() && key.isReadable() && !read(connection)) {
            end(connection);
        }
    }

    private boolean read(TcpConnection connection) throws IOException {
        var address = connections.get(connection);
        return connection.read(System.nanoTime(), query -> {
            var reply = messages.answerMessage(query, address, response -> tell(connection, response));
            if (!reply) {
                connection.unanswered();
            }
        });
    }

    /** From whatever thread has the answer. */
    private void tell(TcpConnection connection, byte[] response) {
        news.add(() -> answered(connection, response));
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    private void answered(TcpConnection connection, byte[] response) {
        if (!connections.containsKey(connection)) {
            return;
        }
        long waiting = connections.keySet().stream()
                .mapToLong(TcpConnection::waitingBytes)
                .sum();
        try {
            if (waiting + response.length > limits.answers()) {
                connections.keySet().stream()
                        .max(Comparator.comparingLong(TcpConnection::waitingBytes))
                        .ifPresent(this::end);
            }
            if (connections.containsKey(connection)) {
                connection.answer(response, System.nanoTime());
            }
            if (connections.containsKey(connection) && connection.hasMore() && !read(connection)) {
                end(connection);
            }
        } catch (IOException | RuntimeException broken) {
            LOG.debug("a client left before its answer: {}", broken.toString());
            end(connection);
        }
    }

    private void endWhoseTimeIsOver() {
        long now = System.nanoTime();
        connections.keySet().stream()
                .filter(connection -> connection.isOver(now))
                .toList()
                .forEach(this::end);
    }

    private void end(TcpConnection connection) {
        connections.remove(connection);
        connection.close();
    }
}
