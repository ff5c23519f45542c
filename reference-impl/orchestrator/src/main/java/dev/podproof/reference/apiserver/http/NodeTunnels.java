package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.StreamLimits;
import dev.podproof.reference.web.KeepAlive;
import dev.podproof.reference.web.Phases;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects callers with nodes' servers, and with pods' own. For one event loop: a connection that another loop had opened would be
 * driven by two threads.
 *
 * <p>A node is dialled at its address, but has to show a certificate for its name: an address can change hands.
 */
final class NodeTunnels {

    private static final Logger LOG = LoggerFactory.getLogger(NodeTunnels.class);
    private static final int IDLE_SECONDS = 5;

    private final Vertx vertx;
    private final StreamLimits limits;
    private final StreamCounts counts;
    private final BiPredicate<String, X500Principal> isNode;
    private final HttpClient nodes;
    private final HttpClient pods;

    /**
     * For one event loop.
     *
     * @param counts shared with the tunnels of the other event loops
     * @param isNode whether such a certificate is the one that the node of that name has now
     */
    NodeTunnels(
            Vertx vertx,
            StreamLimits limits,
            StreamCounts counts,
            BiPredicate<String, X500Principal> isNode,
            TrustOptions authority,
            KeyCertOptions identity) {
        this.vertx = vertx;
        this.isNode = isNode;
        this.limits = limits;
        this.counts = counts;
        this.nodes = client(options().setTrustOptions(authority).setKeyCertOptions(identity));
        this.pods = client(options().setTrustAll(true).setVerifyHost(false));
    }

    /**
     * The pool's size counts with the pool's own options only: the client's options have the same setter, which this way of making a
     * client ignores. Each stream was counted before it comes here, so that none ever waits for another's end.
     */
    private HttpClient client(HttpClientOptions options) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(limits.perPlace()))
                .withConnectHandler(connection -> {
                    KeepAlive.watch(connection);
                    // Without a handler the library calls each connection that ends with its caller an error.
                    connection.exceptionHandler(
                            broken -> LOG.debug("a connection to a node or pod broke: {}", broken.toString()));
                })
                .build();
    }

    private HttpClientOptions options() {
        var options = new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(false)
                .setConnectTimeout(Math.toIntExact(limits.dial().toMillis()))
                // Without keep-alive Vert.x would send "Connection: close" in place of a caller's "Connection:
                // Upgrade".
                .setKeepAlive(true)
                .setKeepAliveTimeout(IDLE_SECONDS);
        if (OpenSSLEngineOptions.isAvailable()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        return options;
    }

    /** @param way to a node or to a pod; how long a pod thinks about its answer is between it and the caller */
    void connect(HttpServerRequest caller, Phases phases, Optional<Buffer> body, Reply way) {
        if (way instanceof Reply.Tunnel node) {
            var terms = new Tunnel.Terms(
                    Optional.of(limits.answer()), Optional.empty(), connection -> shows(node.serverName(), connection));
            count(caller, phases, body, "node " + node.serverName(), node.caller())
                    .ifPresent(tunnel -> tunnel.open(nodes, () -> options(node), terms));
        } else if (way instanceof Reply.ToPod pod) {
            var terms = new Tunnel.Terms(Optional.empty(), Optional.of(redirects(caller, pod)), anybody -> true);
            count(caller, phases, body, "the pod at " + pod.address(), pod.caller())
                    .ifPresent(tunnel -> tunnel.open(pods, () -> options(pod), terms));
        }
    }

    /** By its name it passes who has ever had that; of a host that was removed, an old certificate is at large. */
    private boolean shows(String name, HttpConnection connection) {
        try {
            return isNode.test(name, (X500Principal) connection.sslSession().getPeerPrincipal());
        } catch (SSLPeerUnverifiedException nobody) {
            return false;
        }
    }

    private static Redirects redirects(HttpServerRequest caller, Reply.ToPod way) {
        Set<String> hosts = new HashSet<>(Set.of(way.address(), way.address() + ":" + way.port()));
        Optional.ofNullable(caller.getHeader("Host")).ifPresent(hosts::add);
        return new Redirects(caller.path(), way.pathAndQuery().split("\\?", 2)[0], hosts);
    }

    private static RequestOptions options(Reply.Tunnel way) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(way.port(), way.address()))
                .setHost(way.serverName())
                .setPort(way.port())
                .setSsl(true)
                .setURI(way.pathAndQuery());
    }

    private static RequestOptions options(Reply.ToPod way) {
        return new RequestOptions()
                .setHost(way.address())
                .setPort(way.port())
                .setSsl(way.tls())
                .setURI(way.pathAndQuery());
    }

    private Optional<Tunnel> count(
            HttpServerRequest caller, Phases phases, Optional<Buffer> body, String whom, String user) {
        try {
            return Optional.of(new Tunnel(vertx, caller, phases, body, whom, counts.count(whom, user)));
        } catch (StreamCounts.TooMany refused) {
            caller.resume();
            Refusal.send(caller.response(), Refusal.tooMany(refused.getMessage()));
            return Optional.empty();
        }
    }
}
