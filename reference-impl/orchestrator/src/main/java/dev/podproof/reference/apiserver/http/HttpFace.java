package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.apiserver.exchange.Budget;
import dev.podproof.reference.apiserver.exchange.Drift;
import dev.podproof.reference.apiserver.exchange.Handler;
import dev.podproof.reference.apiserver.exchange.Limits;
import dev.podproof.reference.apiserver.exchange.StreamLimits;
import dev.podproof.reference.web.EventLoops;
import dev.podproof.reference.web.Gate;
import dev.podproof.reference.web.KeepAlive;
import dev.podproof.reference.web.Patience;
import dev.podproof.reference.web.Times;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTPS server: several event loops on one port.
 *
 * <p>HTTP/1.1 only: connections that leave HTTP (exec, port-forward) need it, and clients pool connections anyway.
 */
public final class HttpFace implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFace.class);
    private static final int MAX_HEADER_BYTES = 32 * 1024;
    private static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int ANY_PORT_FOR_ALL_LOOPS = -1;

    private final EventLoops loops;
    private final Vertx vertx;
    private final Times times;
    private final HttpServerOptions options;
    private final Supplier<Exchange.Surroundings> surroundings;
    private final Outbox.Yard yard;
    private volatile int port;

    /**
     * One that does not listen yet.
     *
     * @param limits what callers may ask of time and memory
     * @param streams how many connections are held to nodes and pods
     * @param requests what arrives and is worked on
     * @param isNode whether such a certificate is the one that the node of that name has now
     * @param drift how far the cluster may move on while it is shown to somebody
     * @param certificate the server's, PEM
     * @param key the server's, PEM
     * @param authority whose certificates are taken from clients, and expected from nodes, PEM
     * @param toNodesCertificate what nodes are shown, PEM
     * @param toNodesKey its key, PEM
     */
    public HttpFace(
            Handler handler,
            Limits limits,
            StreamLimits streams,
            Budget requests,
            BiPredicate<String, X500Principal> isNode,
            Drift drift,
            byte[] certificate,
            byte[] key,
            byte[] authority,
            byte[] toNodesCertificate,
            byte[] toNodesKey) {
        var room = limits.room();
        this.times = limits.times();
        this.loops = EventLoops.start(
                Runtime.getRuntime().availableProcessors(),
                new Gate(room.connections(), room.strangers(), room.strangersOfOneAddress()));
        this.vertx = loops.vertx();
        var trust = new PemTrustOptions().addCertValue(Buffer.buffer(authority));
        this.options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(false)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(certificate))
                        .addKeyValue(Buffer.buffer(key)))
                .setTrustOptions(trust)
                .setClientAuth(ClientAuth.REQUEST)
                .setSslHandshakeTimeout(EventLoops.HANDSHAKE_SECONDS)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_LINE_BYTES);
        if (OpenSSLEngineOptions.isAvailable()) {
            // Java's own cipher is many times slower until the second compiler has seen it, which ours may never run.
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        var answers = new Budget("bytes of unfinished answers", room.answers(), room.answersOfOne());
        this.yard = new Outbox.Yard(drift, new AtomicInteger(), room.waiting(), answers);
        var counts = new StreamCounts(streams);
        var identity = new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(toNodesCertificate))
                .addKeyValue(Buffer.buffer(toNodesKey));
        this.surroundings = () -> new Exchange.Surroundings(
                handler, new NodeTunnels(vertx, streams, counts, isNode, trust, identity), times, requests, yard);
    }

    /**
     * Listens.
     *
     * @param wantedPort 0 for any free one
     * @throws UncheckedIOException if the port cannot be had
     */
    public void start(String address, int wantedPort) {
        int shared = wantedPort == 0 ? ANY_PORT_FOR_ALL_LOOPS : wantedPort;
        var perLoop = new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        try {
            vertx.deployVerticle(() -> new Loop(address, shared), perLoop)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            close();
            throw new UncheckedIOException(
                    "Cannot listen on " + address + ":" + wantedPort,
                    new IOException(e.getCause().getMessage(), e.getCause()));
        }
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** How many connections are open. */
    public int connections() {
        return loops.gate().open();
    }

    /** How many bytes of answers are not sent yet. */
    public long answers() {
        return yard.answers().taken();
    }

    /** How many events wait for their readers. */
    public int waiting() {
        return yard.waiting().get();
    }

    @Override
    public void close() {
        loops.close();
    }

    private final class Loop extends AbstractVerticle {

        private final String address;
        private final int sharedPort;
        /** Looked at once for each connection: who has none is told by an exception, which costs more than a request. */
        private final IdentityHashMap<HttpConnection, Optional<X500Principal>> certificates = new IdentityHashMap<>();

        private Patience patience;
        private Exchange.Surroundings surroundings;

        Loop(String address, int sharedPort) {
            this.address = address;
            this.sharedPort = sharedPort;
        }

        @Override
        public void start(Promise<Void> started) {
            patience = new Patience(vertx, times, loops.gate());
            surroundings = HttpFace.this.surroundings.get();
            vertx.createHttpServer(options)
                    .connectionHandler(this::connected)
                    .requestHandler(this::requested)
                    .listen(sharedPort, address)
                    .onSuccess(this::listens)
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private void connected(HttpConnection connection) {
            KeepAlive.watch(connection);
            certificates.put(connection, certificate(connection));
            patience.connected(connection);
            // Without a handler the library calls each client that leaves in the middle an error.
            connection.exceptionHandler(broken -> LOG.debug("a client's connection broke: {}", broken.toString()));
            connection.closeHandler(unused -> {
                certificates.remove(connection);
                patience.closed(connection);
            });
        }

        private void requested(HttpServerRequest request) {
            var certificate = certificates.getOrDefault(request.connection(), Optional.empty());
            new Exchange(request, patience.of(request.connection()), context, surroundings).begin(certificate);
        }

        private static Optional<X500Principal> certificate(HttpConnection connection) {
            try {
                return Optional.of((X500Principal) connection.sslSession().getPeerPrincipal());
            } catch (SSLPeerUnverifiedException none) {
                return Optional.empty();
            }
        }

        private void listens(HttpServer server) {
            port = server.actualPort();
        }
    }
}
