package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.web.Phases;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects callers with nodes' servers, and with pods' own. Both sides are read only as fast as the other one takes it.
 *
 * <p>A node is dialled at its address, but has to show a certificate for its name: an address can change hands.
 */
final class NodeTunnels {

    private static final Logger LOG = LoggerFactory.getLogger(NodeTunnels.class);
    private static final int DIAL_MILLIS = 10_000;
    private static final int IDLE_SECONDS = 5;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int MAX_TUNNELS_PER_NODE = 1_000;

    /** Credentials stay here; everything else is between the caller and the node. */
    private static final String[] NOT_PASSED_ON = {
        "Authorization", "Host", "Cookie", "Content-Length", "Transfer-Encoding"
    };

    private final HttpClient nodes;
    private final HttpClient pods;

    NodeTunnels(Vertx vertx, TrustOptions authority, KeyCertOptions identity) {
        this.nodes = client(vertx, options().setTrustOptions(authority).setKeyCertOptions(identity));
        this.pods = client(vertx, options().setTrustAll(true).setVerifyHost(false));
    }

    /** Without a handler the library calls each connection that ends with its caller an error. */
    private static HttpClient client(Vertx vertx, HttpClientOptions options) {
        return vertx.httpClientBuilder()
                .with(options)
                .withConnectHandler(connection -> connection.exceptionHandler(
                        broken -> LOG.debug("a connection to a node or pod broke: {}", broken.toString())))
                .build();
    }

    private static HttpClientOptions options() {
        var options = new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(false)
                .setConnectTimeout(DIAL_MILLIS)
                // Without keep-alive Vert.x would send "Connection: close" in place of a caller's "Connection:
                // Upgrade".
                .setKeepAlive(true)
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setMaxPoolSize(MAX_TUNNELS_PER_NODE);
        if (OpenSSLEngineOptions.isAvailable()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        return options;
    }

    /** @param way to a node or to a pod */
    void connect(HttpServerRequest caller, Phases phases, Optional<Buffer> body, Reply way) {
        if (way instanceof Reply.Tunnel tunnel) {
            var options = new RequestOptions()
                    .setServer(SocketAddress.inetSocketAddress(tunnel.port(), tunnel.address()))
                    .setHost(tunnel.serverName())
                    .setPort(tunnel.port())
                    .setSsl(true)
                    .setURI(tunnel.pathAndQuery());
            connect(caller, phases, body, nodes, options, "node " + tunnel.serverName() + " at " + tunnel.address());
        } else if (way instanceof Reply.ToPod pod) {
            var options = new RequestOptions()
                    .setHost(pod.address())
                    .setPort(pod.port())
                    .setSsl(pod.tls())
                    .setURI(pod.pathAndQuery());
            connect(caller, phases, body, pods, options, "the pod at " + pod.address());
        }
    }

    private static void connect(
            HttpServerRequest caller,
            Phases phases,
            Optional<Buffer> body,
            HttpClient client,
            RequestOptions options,
            String whom) {
        boolean upgrade = caller.headers().contains("Upgrade");
        client.request(options.setMethod(caller.method()))
                .compose(request -> {
                    // A request that has left HTTP never ends by itself: without a handler its end is called an error,
                    // too.
                    request.exceptionHandler(broken -> LOG.debug("a way to {} ended: {}", whom, broken.toString()));
                    copy(caller.headers(), request.headers());
                    return upgrade ? request.connect() : send(caller, body, request);
                })
                .onSuccess(response -> answer(caller, phases, response))
                .onFailure(failure -> refuse(caller, whom + ":" + options.getPort(), failure));
    }

    private static Future<HttpClientResponse> send(
            HttpServerRequest caller, Optional<Buffer> body, HttpClientRequest request) {
        caller.response().closeHandler(unused -> request.reset());
        return body.map(request::send).orElseGet(request::send);
    }

    private static void answer(HttpServerRequest caller, Phases phases, HttpClientResponse response) {
        var reply = caller.response();
        if (reply.closed() || reply.headWritten()) {
            response.request().connection().close();
            return;
        }
        phases.passesBack();
        reply.setStatusCode(response.statusCode());
        reply.headers().addAll(response.headers());
        if (response.statusCode() == SWITCHING_PROTOCOLS) {
            var node = response.netSocket();
            node.pause();
            var connection = (ConnectionBase) response.request().connection();
            caller.toNetSocket()
                    .onSuccess(socket -> join(socket, (ConnectionBase) caller.connection(), node, connection))
                    .onFailure(failure -> node.close());
            return;
        }
        caller.resume();
        reply.headers().remove("Connection");
        if (!response.headers().contains("Content-Length")) {
            reply.setChunked(true);
        }
        reply.closeHandler(gone -> response.request().reset());
        response.endHandler(done -> reply.end());
        response.handler(chunk -> passOn(chunk, response, reply));
    }

    /** A pipe would go on to a caller that leaves while it is written to, and log that as an error. */
    private static void passOn(Buffer chunk, HttpClientResponse response, HttpServerResponse reply) {
        if (reply.closed()) {
            return;
        }
        reply.write(chunk);
        if (!reply.closed() && reply.writeQueueFull()) {
            response.pause();
            reply.drainHandler(drained -> response.resume());
        }
    }

    /**
     * What the node had sent reaches the caller before the end does. What a caller that left had sent is dropped: the node may never
     * take it, and an orderly close would wait for that.
     */
    private static void join(
            NetSocket caller, ConnectionBase callerConnection, NetSocket node, ConnectionBase connection) {
        caller.closeHandler(left -> {
            var unused = connection.channelHandlerContext().close();
        });
        Pump.start(caller, node, connection);
        Pump.start(node, caller, callerConnection);
    }

    private static void refuse(HttpServerRequest caller, String whom, Throwable failure) {
        LOG.warn("Cannot reach {}: {}", whom, failure.toString());
        var reply = caller.response();
        if (reply.closed() || reply.headWritten()) {
            caller.connection().close();
            return;
        }
        caller.resume();
        var status = Refusal.badGateway("cannot reach " + whom + ": " + failure.getMessage());
        reply.setStatusCode(status.status()).putHeader("Content-Type", status.contentType());
        reply.end(Buffer.buffer(status.chunks().get(0)));
    }

    private static void copy(MultiMap from, MultiMap to) {
        to.addAll(from);
        for (var header : NOT_PASSED_ON) {
            to.remove(header);
        }
    }
}
