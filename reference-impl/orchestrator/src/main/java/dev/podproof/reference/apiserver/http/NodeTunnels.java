package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.StreamLimits;
import dev.podproof.reference.web.KeepAlive;
import dev.podproof.reference.web.Phases;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
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
    private final HttpClient nodes;
    private final HttpClient pods;

    /** @param counts shared with the tunnels of the other event loops */
    NodeTunnels(
            Vertx vertx, StreamLimits limits, StreamCounts counts, TrustOptions authority, KeyCertOptions identity) {
        this.vertx = vertx;
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
            count(caller, phases, body, "node " + node.serverName(), node.caller())
                    .ifPresent(tunnel ->
                            tunnel.open(nodes, () -> options(node), Optional.of(limits.answer()), Optional.empty()));
        } else if (way instanceof Reply.ToPod pod) {
            count(caller, phases, body, "the pod at " + pod.address(), pod.caller())
                    .ifPresent(tunnel -> tunnel.open(
                            pods, () -> options(pod), Optional.empty(), Optional.of(redirects(caller, pod))));
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
