package dev.podproof.reference.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.podproof.reference.node.runtime.FakeStreams;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HTTPGetActionBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.TCPSocketActionBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes over the network, against a server on the loopback. */
class ActionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Actions actions = new Actions(new FakeStreams());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/ok", exchange -> answer(exchange, 200));
        server.createContext("/broken", exchange -> answer(exchange, 500));
        server.createContext("/moved", exchange -> redirect(exchange, "/broken"));
        server.createContext("/left", exchange -> redirect(exchange, "http://elsewhere.invalid/"));
        server.createContext(
                "/host",
                exchange -> answer(
                        exchange, exchange.getRequestHeaders().getFirst("Host").equals("shop.example") ? 200 : 404));
        server.createContext("/endless", ActionsTest::talkOn);
        server.createContext("/mute", exchange -> {});
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void an_answer_below_400_is_good_and_any_other_names_its_status() {
        assertThat(get("/ok").good()).isTrue();
        assertThat(get("/broken")).isEqualTo(Outcome.bad("HTTP probe failed with statuscode: 500"));
    }

    @Test
    void a_redirect_to_the_same_host_is_followed_and_one_to_another_is_good() {
        assertThat(get("/moved").good()).isFalse();
        assertThat(get("/left").good()).isTrue();
    }

    @Test
    void a_probe_may_set_the_host_header() {
        var request = new HTTPGetActionBuilder()
                .withPath("/host")
                .withNewPort(server.getAddress().getPort())
                .addNewHttpHeader("Host", "shop.example")
                .build();

        assertThat(actions.run(new Action.Http(request), patient(), LIMIT).good())
                .isTrue();
    }

    @Test
    void the_status_is_the_answer_even_if_the_body_has_no_end() {
        assertThat(get("/endless").good()).isTrue();
    }

    @Test
    void a_server_that_does_not_answer_in_time_has_failed() {
        var request = new HTTPGetActionBuilder()
                .withPath("/mute")
                .withNewPort(server.getAddress().getPort())
                .build();

        Outcome outcome = actions.run(new Action.Http(request), patient(), Duration.ofMillis(200));

        assertThat(outcome.good()).isFalse();
        assertThat(outcome.words()).contains("/mute\": ").contains("timed out");
    }

    @Test
    void a_port_is_open_or_closed_and_may_be_named() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        String refused = "127.0.0.1:" + closed + ": connect: connection refused";
        assertThat(connect(new IntOrString(closed)).words()).isEqualTo("dial tcp " + refused);
        var elsewhere = new HTTPGetActionBuilder().withNewPort(closed).build();
        assertThat(actions.run(new Action.Http(elsewhere), patient(), LIMIT).words())
                .isEqualTo("Get \"http://127.0.0.1:" + closed + "/\": connect: connection refused");
        assertThat(connect(new IntOrString(server.getAddress().getPort())).good())
                .isTrue();
        assertThat(connect(new IntOrString("web")).good()).isTrue();
        assertThat(connect(new IntOrString("none"))).isEqualTo(Outcome.bad("the container has no port named \"none\""));
    }

    private Outcome get(String path) {
        var request = new HTTPGetActionBuilder()
                .withPath(path)
                .withNewPort(server.getAddress().getPort())
                .build();
        return actions.run(new Action.Http(request), patient(), LIMIT);
    }

    private Outcome connect(IntOrString port) {
        return actions.run(
                new Action.Tcp(new TCPSocketActionBuilder().withPort(port).build()), patient(), LIMIT);
    }

    private Patient patient() {
        var spec = new ContainerBuilder()
                .withName("main")
                .addNewPort()
                .withName("web")
                .withContainerPort(server.getAddress().getPort())
                .endPort()
                .build();
        return new Patient(null, spec, null, "127.0.0.1");
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        answer(exchange, 302);
    }

    private static void talkOn(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            while (true) {
                body.write(new byte[1024]);
            }
        }
    }
}
