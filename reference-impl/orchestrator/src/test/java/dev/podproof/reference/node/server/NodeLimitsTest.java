package dev.podproof.reference.node.server;

import static dev.podproof.reference.node.server.Served.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node's server refuses, and that nothing of it is left behind. */
class NodeLimitsTest {
    private static final int CONNECTIONS = 6;
    private static final int MANY = 50;
    private static final String EXEC = "/exec/ns/pod/main?stdin=1&stdout=1&stderr=1&command=cat";
    private static final String LOG = "/containerLogs/ns/pod/main?tailLines=1";

    private final Served served = new Served(new ServerLimits(CONNECTIONS, 10, Duration.ofMillis(200)));

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void a_node_has_room_for_so_many_streams_and_says_so_to_the_next() throws Throwable {
        List<Served.Client> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(served.open(EXEC, true, Channels.V5));
        }
        HttpClientResponse refused = served.get(LOG);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(body(refused)).contains("too many streams to this node");

        for (Served.Client client : clients) {
            client.vanish();
        }
        await().untilAsserted(() -> assertThat(served.get(LOG).statusCode()).isEqualTo(200));
    }

    @Test
    void streams_that_came_and_went_take_no_room() throws Throwable {
        for (int i = 0; i < MANY; i++) {
            Served.Client client = open();
            client.socket.writeBinaryMessage(Buffer.buffer(new byte[] {(byte) 255, Channels.STDIN}));
            client.closed.get(10, TimeUnit.SECONDS);
        }
        assertFree();
    }

    @Test
    void upgrades_of_an_older_client_are_refused_with_what_to_do_and_take_no_room() {
        for (int i = 0; i < MANY; i++) {
            var refused = served.ask(HttpMethod.POST, EXEC, "SPDY/3.1").join();
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(body(refused))
                    .contains("the client asks for SPDY/3.1", "kubectl speaks it from version 1.31 on");
        }
        assertFree();
    }

    @Test
    void an_engine_that_hangs_holds_up_nobody_for_good() {
        served.engine.close();
        List<CompletableFuture<HttpClientResponse>> waiting = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            waiting.add(served.ask(HttpMethod.GET, LOG, ""));
        }
        await().until(() -> served.engine.waiting.get() == CONNECTIONS);
        assertThat(served.get(LOG).statusCode()).isEqualTo(429);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        served.engine.open();
        assertThat(waiting)
                .allSatisfy(answer -> assertThat(
                                answer.orTimeout(10, TimeUnit.SECONDS).join().statusCode())
                        .isEqualTo(200));
    }

    @Test
    void a_command_is_as_long_as_the_api_server_lets_it_be() throws Throwable {
        // Each of these characters is three in the line of a request.
        String word = "(".repeat(5_000);
        Served.Client client = served.open(
                "/exec/ns/pod/main?stdout=1&command=length&command=" + word.replace("(", "%28"), true, Channels.V5);
        client.next();
        assertThat(client.next().toString()).isEqualTo("\u00015000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/containerLogs/ns/pod/main?tailLines=-1",
                "/containerLogs/ns/pod/main?tailLines=99999999999999999999",
                "/containerLogs/ns/pod/main?limitBytes=0",
                "/containerLogs/ns/pod/main?sinceSeconds=0",
                "/containerLogs/ns/pod/main?sinceTime=yesterday",
                "/exec/ns/pod/main?command=ls",
                "/exec/ns/pod/main?stdout=1",
                "/exec/ns/pod/other?stdout=1&command=ls",
                "/portForward/ns/pod?ports=0",
                "/portForward/ns/pod?ports=70000",
                "/portForward/ns/pod?ports=-1",
                "/portForward/ns/pod?ports=99999999999999999999",
                "/portForward/ns/pod?ports=",
            })
    void what_makes_no_sense_is_refused_here_too(String path) throws Throwable {
        int status;
        String words;
        try {
            served.open(path, true, Channels.V5, Channels.V4);
            throw new AssertionError("not refused: " + path);
        } catch (UpgradeRejectedException refused) {
            status = refused.getStatus();
            words = refused.getBody().toString();
        }
        assertThat(status).isEqualTo(400);
        assertThat(words).contains("BadRequest").doesNotContain("java", "Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tailLines=9223372036854775807",
                "sinceSeconds=9223372036854775807",
                "sinceTime=9999-12-31T23:59:59Z",
                "sinceTime=0001-01-01T00:00:00Z",
            })
    void what_is_large_and_makes_sense_is_served(String query) {
        var answer = served.get("/containerLogs/ns/pod/main?limitBytes=1&" + query);
        assertThat(answer.statusCode()).isEqualTo(200);
        answer.request().reset();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Width\":1000000000,\"Height\":43}",
                "{\"Width\":-1,\"Height\":43}",
                "{\"Width\":0,\"Height\":0}",
                "{\"Width\":65536,\"Height\":1}",
                "{\"Width\":1e99,\"Height\":1}",
                "{\"Width\":99999999999999999999,\"Height\":1}",
                "{\"Width\":\"wide\",\"Height\":[]}",
                "{\"Width\":80}",
                "{\"Width\":",
                "null",
                "[1,2]",
                "\"large\"",
                "\0\0\0",
                "",
            })
    void a_terminal_of_no_size_changes_nothing_and_what_comes_after_it_is_heard(String size) throws Throwable {
        Served.Client client = served.open(EXEC + "&tty=1", true, Channels.V5);
        client.next();
        client.send(Channels.RESIZE, size);
        client.send(Channels.STDIN, "still here");
        assertThat(client.next().toString()).isEqualTo("\u0001still here");
        assertThat(served.streams.size).isEmpty();
        client.send(Channels.RESIZE, "{\"Width\":65535,\"Height\":1}");
        await().until(() -> served.streams.size.equals("65535x1"));
    }

    /** As soon as the one before is counted no more. */
    private Served.Client open() {
        return await().ignoreExceptionsInstanceOf(UpgradeRejectedException.class)
                .until(
                        () -> {
                            try {
                                return served.open(EXEC, true, Channels.V5);
                            } catch (Exception refused) {
                                throw refused;
                            } catch (Throwable broken) {
                                throw new AssertionError(broken);
                            }
                        },
                        client -> client != null);
    }

    private void assertFree() {
        List<Served.Client> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(open());
        }
        assertThat(clients).hasSize(CONNECTIONS);
    }
}
