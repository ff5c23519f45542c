package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import dev.podproof.reference.testing.RawConnection;
import dev.podproof.reference.testing.Rooms;
import dev.podproof.reference.web.Times;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a connection is held open, it ends, and what it held is given back. */
class DeadlinesTest {

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LINGER = Duration.ofMillis(500);
    private static final Duration ENOUGH = Duration.ofSeconds(30);
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String PODS = "/api/v1/namespaces/default/pods";

    /** More than the kernel keeps on the way, in megabytes. */
    private static final int MANY = 16;

    private static InProcessApi api;
    private static RawApi admin;

    @BeforeAll
    static void start() {
        api = InProcessApi.start(
                Rooms.usual().times(SHORT, SHORT, SHORT, LINGER).limits());
        admin = api.raw();
        admin.post(PODS, "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'c','image':'i'}]}}");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** What is sent, with or without credentials, and what comes back before the end: 0 for nothing. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            silence                               | no  | ''                                                             | 0
            half a head                           | no  | 'GET /version HTTP/1.1~Hos'                                    | 0
            a GET that announces a body           | no  | 'GET /api/v1/pods HTTP/1.1~Host: x~Content-Length: 100~~'      | 401
            a GET with half of its body           | no  | 'GET /api/v1/pods HTTP/1.1~Host: x~Content-Length: 100~~abc'   | 401
            an unfinished chunk                   | no  | 'POST /api/v1/namespaces HTTP/1.1~Host: x~Transfer-Encoding: chunked~~ffff~abc' | 401
            a body to an open path                | no  | 'GET /version HTTP/1.1~Host: x~Content-Length: 100~~'          | 200
            an upgrade to a WebSocket             | no  | 'GET /api/v1/pods?watch=true HTTP/1.1~Host: x~Connection: Upgrade~Upgrade: websocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: dGVzdA==~~' | 401
            an upgrade to anything                | no  | 'GET /version HTTP/1.1~Host: x~Connection: Upgrade~Upgrade: h2c~~' | 200
            an upgrade with a body                | no  | 'POST /api/v1/namespaces/default/pods/p/exec HTTP/1.1~Host: x~Connection: Upgrade~Upgrade: SPDY/3.1~Content-Length: 100~~' | 401
            a ticket that is none, with a body    | no  | 'POST /podproof/v1/nodes HTTP/1.1~Host: x~Authorization: Bearer x~Content-Length: 100~~' | 403
            half of a body                        | yes | 'POST /api/v1/namespaces HTTP/1.1~Host: x~Content-Length: 100~~{' | 504
            a chunk that does not end             | yes | 'POST /api/v1/namespaces HTTP/1.1~Host: x~Transfer-Encoding: chunked~~ffff~{' | 504
            a GET whose body nobody wants         | yes | 'GET /api/v1/pods HTTP/1.1~Host: x~Content-Length: 100~~'      | 200
            an upgrade that is refused            | yes | 'GET /api/v1/namespaces/default/pods/p/exec?command=x&stdout=true HTTP/1.1~Host: x~Connection: Upgrade~Upgrade: websocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: dGVzdA==~~' | 400
            an upgrade that makes no WebSocket    | yes | 'GET /api/v1/pods?watch=true HTTP/1.1~Host: x~Connection: close~Upgrade: websocket~~' | 400
            """)
    void isEnded(String what, String known, String request, int status) throws IOException {
        try (var connection = RawConnection.open(admin)) {
            var credentials = known.equals("yes") ? "Authorization: " + admin.authorization() + "\r\n" : "";
            connection.write(request.replace("~", "\r\n").replaceFirst("Host: x\r\n", "Host: x\r\n" + credentials));
            if (status > 0) {
                assertThat(connection.head().status()).isEqualTo(status);
            }
            connection.drain();
        }
        nothingIsHeld();
    }

    @Test
    void aHeadThatDripsIsEnded() throws Exception {
        try (var connection = RawConnection.open(admin)) {
            connection.write("GET /version HTTP/1.1\r\nHost: x\r\nX: ");
            dripsUntilEnded(connection, "a");
        }
        nothingIsHeld();
    }

    @Test
    void aBodyThatDripsIsEnded() throws Exception {
        try (var connection = RawConnection.open(admin)) {
            connection.write("POST /api/v1/namespaces HTTP/1.1\r\nHost: x\r\nAuthorization: " + admin.authorization()
                    + "\r\nContent-Length: 100000\r\n\r\n");
            dripsUntilEnded(connection, " ");
        }
        nothingIsHeld();
    }

    /** Writes one by one until the server has hung up. */
    private static void dripsUntilEnded(RawConnection connection, String drop) {
        await().atMost(ENOUGH).pollInterval(Duration.ofMillis(100)).until(() -> {
            try {
                connection.write(drop);
                return false;
            } catch (IOException hungUp) {
                return true;
            }
        });
    }

    @Test
    void aListThatNobodyReadsIsEnded() throws IOException {
        var text = "x".repeat(900_000);
        var usual = Times.USUAL;
        try (var patient = InProcessApi.start(Rooms.usual()
                .times(usual.idle(), usual.request(), SHORT, LINGER)
                .limits())) {
            var caller = patient.raw();
            for (int i = 0; i < MANY; i++) {
                var map = "{'metadata':{'name':'m" + i + "'},'data':{'a':'" + text + "'}}";
                assertThat(caller.post(MAPS, map).status()).isEqualTo(201);
            }
            try (var connection = RawConnection.open(caller)) {
                connection.write("GET " + MAPS + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + caller.authorization()
                        + "\r\n\r\n");
                await().atMost(ENOUGH).until(() -> patient.holdings().answers() > 0);
                await().atMost(ENOUGH.multipliedBy(2))
                        .until(() -> patient.holdings().answers() == 0);
                assertThat(connection.drain()).isLessThan(MANY * 900_000L);
            }
        }
    }

    @Test
    void manyRequestsThatWaitForOneAnswerAreEnded() throws IOException {
        try (var connection = RawConnection.open(admin)) {
            connection.write("GET /api/v1/pods?watch=true HTTP/1.1\r\nHost: x\r\nAuthorization: "
                    + admin.authorization() + "\r\n\r\n");
            assertThat(connection.head().status()).isEqualTo(200);
            connection.write("GET /version HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1_000));
            connection.drain();
        } catch (IOException hungUpWhileWriting) {
            // That is the end that was to be seen.
        }
        nothingIsHeld();
    }

    @Test
    void whoSaysNothingMakesRoomForTheNext() throws IOException {
        int strangers = 8;
        try (var small = InProcessApi.start(
                Rooms.usual().connections(64, strangers, strangers).limits())) {
            var caller = small.raw();
            List<RawConnection> silent = new ArrayList<>();
            try {
                for (int i = 0; i < 5 * strangers; i++) {
                    silent.add(RawConnection.open(caller));
                }
                assertThat(small.holdings().connections()).isLessThanOrEqualTo(strangers + 1);
                assertThat(caller.get("/version").status()).isEqualTo(200);
                silent.get(0).drain();
            } finally {
                silent.forEach(RawConnection::close);
            }
        }
    }

    @Test
    void whoIsKnownIsNotPutOutByStrangers() throws IOException {
        try (var small = InProcessApi.start(Rooms.usual().connections(64, 8, 8).limits());
                var watch = RawConnection.open(small.raw())) {
            var caller = small.raw();
            watch.write(
                    "GET /api/v1/namespaces?watch=true&resourceVersion=1000000 HTTP/1.1\r\nHost: x\r\nAuthorization: "
                            + caller.authorization() + "\r\n\r\n");
            assertThat(watch.head().status()).isEqualTo(200);
            for (int i = 0; i < 40; i++) {
                RawConnection.open(caller).close();
            }
            List<RawConnection> silent = new ArrayList<>();
            try {
                for (int i = 0; i < 40; i++) {
                    silent.add(RawConnection.open(caller));
                }
                caller.post("/api/v1/namespaces", "{'metadata':{'name':'told'}}");
                for (var line = watch.line(); !line.contains("\"told\""); ) {
                    line = watch.line();
                }
            } finally {
                silent.forEach(RawConnection::close);
            }
        }
    }

    /** But for what the tests' own client keeps open. */
    private static void nothingIsHeld() {
        await().atMost(ENOUGH).untilAsserted(() -> {
            var held = api.holdings();
            assertThat(held.requests()).isZero();
            assertThat(held.answers()).isZero();
            assertThat(held.watches()).isZero();
            assertThat(held.connections()).isLessThanOrEqualTo(2);
        });
    }
}
