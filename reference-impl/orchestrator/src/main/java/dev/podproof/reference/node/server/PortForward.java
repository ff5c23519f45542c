package dev.podproof.reference.node.server;

import dev.podproof.reference.node.runtime.ContainerStreams;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's way to the ports of one pod, over one WebSocket: connections to the pod's own loopback address, which stand until
 * the client, the pod's process or the pod ends. How they share the WebSocket is the {@link Wire}'s business.
 */
final class PortForward {
    private static final Logger LOG = LoggerFactory.getLogger(PortForward.class);
    private static final short NORMAL = 1000;
    private static final short PROTOCOL_ERROR = 1002;

    /** The better first: it carries any number of connections, the other one for each port. */
    static final List<String> PROTOCOLS = List.of(SpdyForward.PROTOCOL, Channels.V4);

    /** Takes apart what the client sends. */
    interface Wire {

        /**
         * A message, or a part of it. Throws {@link IllegalArgumentException} if it can't be understood.
         *
         * @param first whether a message begins with it
         */
        void received(Buffer part, boolean first);

        /** The client is gone. */
        void close();
    }

    private final ServerWebSocket socket;
    private final Executor blocking;
    private final Semaphore places;
    private final ContainerStreams streams;
    private final String container;
    private final Inflow inflow;
    private final Outflow outflow = new Outflow();
    private final Set<ForwardedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean podEnded;

    private PortForward(
            ServerWebSocket socket, Executor blocking, Semaphore places, ContainerStreams streams, String container) {
        this.socket = socket;
        this.blocking = blocking;
        this.places = places;
        this.streams = streams;
        this.container = container;
        this.inflow = new Inflow(socket);
    }

    /**
     * Serves the client. To be called on the socket's event loop.
     *
     * @param places of the node's connections to ports of pods: each takes one while it stands
     * @param container whose network it is
     * @param ports to connect to at once, for the protocol that asks for them beforehand
     */
    static void open(
            ServerWebSocket socket,
            Executor blocking,
            Semaphore places,
            ContainerStreams streams,
            String container,
            List<Integer> ports) {
        PortForward session = new PortForward(socket, blocking, places, streams, container);
        Wire wire = ports.isEmpty() ? new SpdyForward(session, socket) : new ChannelForward(session, socket, ports);
        CompletableFuture<AutoCloseable> watching =
                CompletableFuture.supplyAsync(() -> streams.whenEnded(container, session::podEnded), blocking);
        socket.frameHandler(frame -> {
            if (frame.isBinary() || frame.isContinuation()) {
                session.understand(wire, frame);
            }
        });
        socket.exceptionHandler(broken -> LOG.debug("a client went away: {}", broken.toString()));
        socket.closeHandler(gone -> session.end(wire, watching));
    }

    /** A connection that is still to be started. */
    ForwardedConnection connection(ForwardedConnection.Client client) {
        return new ForwardedConnection(blocking, inflow, client);
    }

    /** Connects it to a port of the pod. */
    void start(ForwardedConnection connection, int port) {
        if (!places.tryAcquire()) {
            connection.refuse("too many connections are forwarded on this node; end some and try again");
            return;
        }
        connections.add(connection);
        connection.start(() -> streams.dial(container, port), this::tidy, places::release);
    }

    /** Waits for room, then writes to the client; false if it is gone. */
    boolean send(int bytes, Supplier<Future<Void>> write) {
        return outflow.send(bytes, write);
    }

    void close(ForwardedConnection connection) {
        connections.remove(connection);
        connection.close();
    }

    /** There is nothing left to be forwarded. */
    void finish() {
        socket.close(NORMAL);
    }

    private void podEnded() {
        podEnded = true;
        tidy();
    }

    /** Forgets what is over; after the pod's end everything is, once the client was sent what the pod sent last. */
    private void tidy() {
        connections.removeIf(ForwardedConnection::isOver);
        if (podEnded && connections.stream().allMatch(ForwardedConnection::podIsDone)) {
            finish();
        }
    }

    private void understand(Wire wire, WebSocketFrame frame) {
        try {
            wire.received(frame.binaryData(), !frame.isContinuation());
        } catch (IllegalArgumentException nonsense) {
            LOG.debug("a client was not understood: {}", nonsense.getMessage());
            socket.close(PROTOCOL_ERROR, "not understood");
        }
    }

    private void end(Wire wire, CompletableFuture<AutoCloseable> watching) {
        wire.close();
        outflow.close();
        connections.forEach(ForwardedConnection::close);
        CompletableFuture<Void> unused = watching.thenAcceptAsync(PortForward::close, blocking);
    }

    private static void close(AutoCloseable watching) {
        try {
            watching.close();
        } catch (Exception cause) {
            LOG.warn("a pod is still watched though nobody uses its ports", cause);
        }
    }
}
