package dev.podproof.reference.apiserver.http;

import static dev.podproof.reference.apiserver.http.PretendedNode.body;
import static dev.podproof.reference.apiserver.http.PretendedNode.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.apiserver.exchange.StreamLimits;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However a stream to a node ends, its place is free for the next one; and past the limits callers hear so at once. */
class TunnelsTest {
    private static final int PER_CALLER = 3;
    private static final int PER_PLACE = 5;
    private static final int MANY = 50;

    private static final int IN_ALL = 8;

    private final PretendedNode node = new PretendedNode(
            new StreamLimits(IN_ALL, PER_PLACE, PER_CALLER, Duration.ofSeconds(1), Duration.ofSeconds(1)));

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void who_has_too_many_streams_is_refused_at_once_and_others_are_not() {
        List<HttpClientResponse> open = new ArrayList<>();
        for (int i = 0; i < PER_CALLER; i++) {
            open.add(join(node.get("alice", "/forever")));
        }
        assertRefused("alice", "too many streams of user \"alice\": 3 are open");

        open.add(join(node.get("bob", "/forever")));
        open.add(join(node.upgrade(HttpMethod.GET, "bob", "/upgrade")));
        assertRefused("carol", "too many streams to node host-1: 5 are open");
        assertThat(node.accepted)
                .as("nobody dialled for those who were refused")
                .hasValue(PER_PLACE);

        open.get(0).request().reset();
        untilThereIsRoomFor("carol");
    }

    @Test
    void all_places_together_have_a_limit_too() {
        for (int i = 0; i < PER_PLACE; i++) {
            assertThat(join(node.get("user-" + i, "/forever")).statusCode()).isEqualTo(200);
        }
        for (int i = PER_PLACE; i < IN_ALL; i++) {
            assertThat(join(node.get("user-" + i, "/pod/forever")).statusCode()).isEqualTo(200);
        }
        var refused = join(node.get("late", "/pod/forever"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(body(refused)).contains("too many streams to nodes and pods: 8 are open");
    }

    /** The library's own pool has room for five, which nobody was to notice. */
    @Test
    void the_usual_limits_are_what_really_fits() {
        var usual = StreamLimits.USUAL;
        try (var many = new PretendedNode(usual)) {
            for (int i = 0; i < usual.perPlace(); i++) {
                var user = i < usual.perCaller() ? "alice" : "bob";
                assertThat(join(many.upgrade(HttpMethod.GET, user, "/upgrade")).statusCode())
                        .as("stream %s", i)
                        .isEqualTo(101);
            }
            assertThat(many.open).hasValue(usual.perPlace());
            assertThat(body(join(many.get("alice", "/hello")))).contains("alice", "300 are open");
            assertThat(body(join(many.get("bob", "/hello")))).contains("to node host-1", "400 are open");
        }
    }

    @Test
    void a_pod_may_think_about_its_answer_for_as_long_as_it_likes() {
        var thinking = node.get("alice", "/pod/silent");
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(() -> !thinking.isComplete());
        node.sockets.forEach(pod -> pod.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell"));
        assertThat(body(join(thinking))).isEqualTo("well");
    }

    @Test
    void upgrades_that_a_node_refuses_leave_nothing_behind() {
        for (int i = 0; i < MANY; i++) {
            var refused = join(node.upgrade(i % 2 == 0 ? HttpMethod.GET : HttpMethod.POST, "alice", "/refuse"));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(body(refused)).isEqualTo("no!");
        }
        assertFree();
    }

    @Test
    void a_node_that_never_answers_is_given_up() {
        for (int i = 0; i < 2; i++) {
            var plain = node.get("alice", "/silent");
            var upgrade = node.upgrade(HttpMethod.GET, "alice", "/silent");
            for (var answer : List.of(join(plain), join(upgrade))) {
                assertThat(answer.statusCode()).isEqualTo(504);
                assertThat(body(answer)).contains("node host-1 did not answer within 1 s");
            }
        }
        assertFree();
    }

    @Test
    void a_node_that_takes_no_connection_is_given_up() throws IOException {
        int port = node.port;
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var first = new Socket();
                var second = new Socket()) {
            // Two wait to be accepted, which is as many as may; who comes next hears nothing.
            first.connect(full.getLocalSocketAddress());
            second.connect(full.getLocalSocketAddress());
            node.port = ((InetSocketAddress) full.getLocalSocketAddress()).getPort();
            var refused = join(node.get("alice", "/hello"));
            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(body(refused)).contains("cannot reach node host-1");
        }
        node.port = port;
        assertFree();
    }

    @Test
    void a_node_with_an_impossible_address_is_a_refusal_and_no_silence() {
        int port = node.port;
        node.port = 70_000;
        assertThat(join(node.get("alice", "/hello")).statusCode()).isEqualTo(500);
        node.port = port;
        assertFree();
    }

    @Test
    void a_caller_that_leaves_before_the_answer_takes_its_connection_along() {
        for (var path : List.of("/silent", "/forever")) {
            leave(path, request -> node.send(request));
        }
        for (var path : List.of("/silent", "/forever", "/upgrade")) {
            leave(path, request -> node.upgrade(request));
        }
        assertFree();
    }

    private void leave(String path, Consumer<HttpClientRequest> ask) {
        for (int i = 0; i < PER_CALLER; i++) {
            var leaving = join(node.request(HttpMethod.GET, "alice", path));
            int before = node.accepted.get();
            ask.accept(leaving);
            await().until(() -> node.accepted.get() > before);
            leaving.connection().close();
        }
        await(path).until(() -> node.open.get() == 0);
    }

    @Test
    void a_node_that_breaks_off_looks_broken_and_not_finished() {
        for (int i = 0; i < MANY; i++) {
            var answer = join(node.get("alice", "/broken"));
            assertThatThrownBy(() -> body(answer)).hasMessageContaining("Connection was closed");
        }
        assertFree();
    }

    @Test
    void a_node_that_dies_ends_the_streams_to_it() throws Exception {
        var closed = new CompletableFuture<Void>();
        var socket = socket();
        socket.closeHandler(closed::complete);
        node.sockets.forEach(NetSocket::close);
        closed.get(10, TimeUnit.SECONDS);
        assertFree();
    }

    @Test
    void what_stands_may_be_silent_for_as_long_as_it_likes() {
        var socket = socket();
        var back = new CompletableFuture<Buffer>();
        socket.handler(back::complete);
        // Longer than anything else may take here.
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(() -> node.open.get() == 1);
        socket.write("still here");
        assertThat(back.orTimeout(10, TimeUnit.SECONDS).join().toString()).isEqualTo("still here");
    }

    @Test
    void a_post_can_not_leave_http_whatever_the_node_says() {
        for (int i = 0; i < PER_CALLER + 1; i++) {
            var refused = join(node.upgrade(HttpMethod.POST, "alice", "/upgrade"));
            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(body(refused)).contains("left HTTP");
        }
        assertFree();
    }

    @Test
    void plain_requests_share_connections() {
        for (int i = 0; i < MANY; i++) {
            assertThat(body(join(node.get("alice", "/hello")))).isEqualTo("hello");
        }
        assertThat(node.accepted.get()).isLessThan(MANY);
        assertFree();
    }

    /** A client follows it with its token: kubectl logs would hand that to whom a stolen host names. */
    @Test
    void a_node_sends_its_caller_nowhere() {
        for (var path : List.of("/moved", "/moved-within", "/moved-to-itself", "/moved-beside")) {
            var plain = join(node.get("alice", path));
            assertThat(plain.statusCode()).as(path).isEqualTo(500);
            assertThat(plain.headers().contains("Location")).as(path).isFalse();
            assertThat(body(plain)).contains("node host-1 wants to send its caller elsewhere");
            var upgrade = join(node.upgrade(HttpMethod.GET, "alice", path));
            assertThat(upgrade.statusCode()).as(path).isEqualTo(500);
            assertThat(upgrade.headers().contains("Location")).as(path).isFalse();
        }
        assertFree();
    }

    /** Whoever has its key and its address would be told what users type. */
    @Test
    void a_node_that_was_removed_is_asked_nothing_also_where_a_connection_stands() {
        assertThat(body(join(node.get("alice", "/hello")))).isEqualTo("hello");
        node.removed = true;
        for (var answer :
                List.of(join(node.get("alice", "/hello")), join(node.upgrade(HttpMethod.GET, "alice", "/upgrade")))) {
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(body(answer)).contains("node host-1 shows a certificate that no longer counts");
        }
        node.removed = false;
        assertFree();
    }

    /** A path of a pod's is none of the API's: a DELETE would be sent to what the pod chose. */
    @Test
    void a_pod_sends_its_caller_to_paths_of_its_own() {
        assertThat(redirect("/pod/moved-within")).isEqualTo("/pod/api/v1/secrets?a=b#c");
        assertThat(redirect("/pod/moved-to-itself")).isEqualTo("/pod/login");
        assertThat(redirect("/pod/moved-beside")).isEqualTo("hello");
        assertThat(redirect("/pod/moved-oddly")).isNull();
        assertThat(redirect("/pod/moved")).isEqualTo("http://evil.example/token");
        assertFree();
    }

    private String redirect(String path) {
        var answer = join(node.get("alice", path));
        assertThat(answer.statusCode()).isEqualTo(307);
        return answer.getHeader("Location");
    }

    private NetSocket socket() {
        var answer = join(node.upgrade(HttpMethod.GET, "alice", "/upgrade"));
        assertThat(answer.statusCode()).isEqualTo(101);
        answer.resume();
        return answer.netSocket();
    }

    private void assertRefused(String user, String words) {
        var refused = join(node.get(user, "/forever"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(body(refused).replace("\\\"", "\"")).contains(words, "TooManyRequests");
    }

    private void untilThereIsRoomFor(String user) {
        await().until(() -> join(node.get(user, "/forever")).statusCode() == 200);
    }

    /** As many streams as a caller may have come about: none of those before still counts. */
    private void assertFree() {
        for (int i = 0; i < PER_CALLER; i++) {
            untilThereIsRoomFor("alice");
        }
        assertRefused("alice", "3 are open");
    }
}
