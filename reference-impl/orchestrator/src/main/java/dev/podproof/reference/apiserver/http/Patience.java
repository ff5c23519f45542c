package dev.podproof.reference.apiserver.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Closes connections on which nothing was asked for too long: those that never ask, stop within a request's headers, or were
 * forgotten. All connections are looked at together every now and then, as a timer for each would cost every request. For one
 * event loop.
 */
final class Patience {

    private static final int LOOKS = 6;

    private static final class State {
        private HttpServerRequest last;
        private boolean leftHttp;
        private int idleLooks;
    }

    private final IdentityHashMap<HttpConnection, State> connections = new IdentityHashMap<>();

    Patience(Vertx vertx, Duration idle) {
        vertx.setPeriodic(Math.max(1, idle.toMillis() / LOOKS), unused -> look());
    }

    void connected(HttpConnection connection) {
        connections.put(connection, new State());
    }

    /** @param leavesHttp whether the connection will carry something else from now on, which may be silent for long */
    void requested(HttpServerRequest request, boolean leavesHttp) {
        var state = connections.get(request.connection());
        if (state != null) {
            state.last = request;
            state.leftHttp |= leavesHttp;
            state.idleLooks = 0;
        }
    }

    void closed(HttpConnection connection) {
        connections.remove(connection);
    }

    private void look() {
        List<HttpConnection> due = new ArrayList<>();
        connections.forEach((connection, state) -> {
            boolean idle = state.last == null || state.last.response().ended();
            if (state.leftHttp || !idle) {
                state.idleLooks = 0;
            } else if (++state.idleLooks > LOOKS) {
                due.add(connection);
            }
        });
        due.forEach(HttpConnection::close);
    }
}
