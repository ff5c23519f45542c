package dev.podproof.reference.node.server;

import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.web.EventLoops;
import dev.podproof.reference.web.KeepAlive;
import dev.podproof.reference.web.Patience;
import dev.podproof.reference.web.Times;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's HTTPS server. Only who has a certificate of the cluster's CA gets to speak, and only the API server is answered. */
public final class NodeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeServer.class);

    /** A command comes in the line of its request. The API server takes lines of 16 KiB, and may have to write them in more. */
    private static final int LONGEST_LINE_BYTES = 64 * 1024;

    private static final int LONGEST_HEADER_BYTES = 64 * 1024;
    private static final int LOOKUPS_AT_ONCE = 32;
    private static final int IDLE_SECONDS = 60;

    private final NodeServerOptions options;
    private final EventLoops loops;
    /** Find out what is asked for. An engine that hangs holds these up, and not ever more threads. */
    private final ExecutorService lookups;
    /** A thread per stream, as each waits for the engine; they cost nothing while there are no streams. */
    private final ExecutorService blocking;

    private final Requests requests;
    private final ServerLimits limits;
    private final AtomicInteger connections = new AtomicInteger();
    private final Times times;
    private HttpServer server;
    private Patience patience;

    /**
     * Makes the server; it does not listen before {@link #start()}.
     *
     * @param loops on which it serves
     */
    public NodeServer(
            NodeServerOptions options, EventLoops loops, PodLookup pods, ContainerStreams streams, Clock clock) {
        this(options, loops, pods, streams, clock, ServerLimits.USUAL, Times.USUAL);
    }

    NodeServer(
            NodeServerOptions options,
            EventLoops loops,
            PodLookup pods,
            ContainerStreams streams,
            Clock clock,
            ServerLimits limits,
            Times times) {
        this.options = options;
        this.times = times;
        this.loops = loops;
        this.limits = limits;
        var lookups = new ThreadPoolExecutor(
                LOOKUPS_AT_ONCE,
                LOOKUPS_AT_ONCE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(limits.connections()),
                named("lookup"));
        lookups.allowCoreThreadTimeOut(true);
        this.lookups = lookups;
        this.blocking = Executors.newCachedThreadPool(named("stream"));
        this.requests = new Requests(
                loops.vertx(),
                lookups,
                blocking,
                new Semaphore(limits.forwards()),
                pods,
                streams,
                clock,
                limits.betweenPings());
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Listens when it returns; gives back the port. Throws {@link IllegalStateException} if it can't be had. */
    public int start() {
        HttpServerOptions http = new HttpServerOptions()
                .setHost(options.address())
                .setPort(options.port())
                .setSsl(true)
                .setUseAlpn(false)
                .setSslHandshakeTimeout(EventLoops.HANDSHAKE_SECONDS)
                .setClientAuth(ClientAuth.REQUIRED)
                .setMaxInitialLineLength(LONGEST_LINE_BYTES)
                .setMaxHeaderSize(LONGEST_HEADER_BYTES)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(options.certificate()))
                        .addKeyValue(Buffer.buffer(options.key())))
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(options.authority())))
                .setWebSocketSubProtocols(Handshakes.PROTOCOLS)
                // Clients offer it unasked; it would cost each stream a window of its own and the processor's time.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                // Larger ones are split before anybody counts.
                .setMaxWebSocketFrameSize(FrameSplitter.PART_BYTES);
        if (OpenSSLEngineOptions.isAvailable()) {
            // Java's own cipher is many times slower until the second compiler has seen it, which ours may never run.
            http.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        try {
            server = loops.vertx()
                    .createHttpServer(http)
                    .connectionHandler(this::connected)
                    .requestHandler(request -> requests.handle(
                            request, connections.get() <= limits.connections(), patience.of(request.connection())))
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return server.actualPort();
        } catch (CompletionException cause) {
            String where = options.address() + ":" + options.port();
            throw new IllegalStateException(
                    "can't listen on " + where + ": " + cause.getCause().getMessage(), cause);
        }
    }

    /** All connections are served on one event loop, which is known when there is one. */
    private void connected(HttpConnection connection) {
        if (patience == null) {
            patience = new Patience(loops.vertx(), times, loops.gate());
        }
        connections.incrementAndGet();
        KeepAlive.watch(connection);
        patience.connected(connection);
        // Without a handler the library calls each client that leaves in the middle an error.
        connection.exceptionHandler(broken -> LOG.debug("a client's connection broke: {}", broken.toString()));
        connection.closeHandler(gone -> {
            connections.decrementAndGet();
            patience.closed(connection);
        });
    }

    @Override
    public void close() {
        if (server != null) {
            // A peer that takes nothing more would hold up the end of it: whoever ends the loops does not wait for that
            // for good.
            Future<Void> unused = server.close();
        }
        lookups.shutdownNow();
        blocking.shutdownNow();
    }
}
