package dev.podproof.reference.dns.server;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DNS over TCP (RFC 7766): any number of queries on a connection, each behind its length; silence ends it. */
final class TcpListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final ServerSocket server = new ServerSocket();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Packets packets;
    private final ExecutorService threads;
    private final Thread acceptor;

    /** @param threads as many connections are served at a time as it has threads; more are turned away */
    TcpListener(InetSocketAddress address, Packets packets, ExecutorService threads) throws IOException {
        this.packets = packets;
        this.threads = threads;
        try {
            server.setReuseAddress(true);
            server.bind(address);
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
        this.acceptor = new Thread(this::accept, "dns-tcp");
        acceptor.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connections.add(connection);
                try {
                    threads.execute(() -> serve(connection));
                } catch (RejectedExecutionException full) {
                    connections.remove(connection);
                    connection.close();
                }
            } catch (IOException failed) {
                if (!server.isClosed()) {
                    LOG.warn("a connection was lost: {}", failed.toString());
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout((int) IDLE.toMillis());
            connection.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            while (true) {
                byte[] packet = new byte[in.readUnsignedShort()];
                in.readFully(packet);
                packets.answerMessage(packet, response -> send(response, out, connection));
            }
        } catch (EOFException done) {
            LOG.trace("closed by the client");
        } catch (IOException | RuntimeException broken) {
            LOG.debug("a connection broke: {}", broken.toString());
        } finally {
            connections.remove(connection);
        }
    }

    private static void send(byte[] response, OutputStream out, Socket connection) {
        byte[] framed = ByteBuffer.allocate(2 + response.length)
                .putShort((short) response.length)
                .put(response)
                .array();
        // Answers from upstream come from other threads; one must not get into the middle of another.
        synchronized (connection) {
            try {
                out.write(framed);
            } catch (IOException gone) {
                LOG.debug("a client left before its answer: {}", gone.toString());
            }
        }
    }
}
