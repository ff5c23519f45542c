package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import dev.podproof.reference.testing.Rooms;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that ask for much, slowly, or by halves do no harm to the others. */
class LimitsTest {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final int WATCHES = 5;

    private static InProcessApi api;
    private static RawApi admin;

    @BeforeAll
    static void start() {
        var short3 = Duration.ofSeconds(3);
        api = InProcessApi.start(Rooms.usual()
                .times(short3, short3, short3, Duration.ofSeconds(1))
                .watches(4 * WATCHES, WATCHES)
                .limits());
        admin = api.raw();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        var answer = admin.post(CONFIG_MAPS, "{'data':{'a':'" + "x".repeat(3 * 1024 * 1024) + "'}}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("reason").asText()).isEqualTo("RequestEntityTooLarge");
    }

    @Test
    void headersThatAreTooLargeAreRefused() throws IOException {
        try (var socket = connect()) {
            // Hardly too large, so that all of it is sent before the server hangs up.
            write(socket, "GET /version HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(32 * 1024) + "\r\n\r\n");
            assertThat(firstLine(socket)).contains(" 431 ");
        }
    }

    @Test
    void connectionsOnWhichNothingIsAskedAreClosed() throws IOException {
        try (var silent = connect();
                var half = connect();
                var bodiless = connect()) {
            write(half, "GET /version HTTP/1.1\r\nHos");
            write(
                    bodiless,
                    "POST " + CONFIG_MAPS + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + admin.authorization()
                            + "\r\nContent-Length: 100\r\n\r\n{");
            assertThat(firstLine(bodiless)).contains(" 504 ");
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(half.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(admin.get("/readyz").status()).isEqualTo(200);
    }

    @Test
    void aUserMayHaveSoManyWatchesOpen() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < WATCHES; i++) {
                sockets.add(watch(admin, "/api/v1/nodes"));
            }
            var refused = admin.get("/api/v1/nodes?watch=true&timeoutSeconds=1");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.message()).contains("limit");
            sockets.remove(0).close();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> admin.get("/api/v1/nodes?watch=true&timeoutSeconds=1")
                                    .status()
                            == 200);
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    /** On a server with the usual times: on a busy machine a large write may take longer than the few seconds of this one. */
    @Test
    void aSlowReaderIsCutOffAndHoldsUpNobody() throws IOException {
        try (var usual =
                InProcessApi.start(Rooms.usual().history(8 << 20, 8 << 20).limits())) {
            aSlowReaderIsCutOffAndHoldsUpNobody(usual);
        }
    }

    private static void aSlowReaderIsCutOffAndHoldsUpNobody(InProcessApi usual) throws IOException {
        int changes = 36;
        var writer = usual.raw();
        var seen = new AtomicInteger();
        var body = "{'metadata':{'name':'large'},'data':{'a':'%s'}}".replace('\'', '"');
        try (var slow = watch(writer, CONFIG_MAPS);
                var informer = usual.admin().configMaps().inNamespace("default").inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(ConfigMap map) {}

                    @Override
                    public void onUpdate(ConfigMap before, ConfigMap map) {
                        seen.incrementAndGet();
                    }

                    @Override
                    public void onDelete(ConfigMap map, boolean unknown) {}
                })) {
            await().until(informer::hasSynced);
            writer.post(CONFIG_MAPS, body.formatted("x"));
            for (int i = 0; i < changes; i++) {
                var text = ("" + (char) ('a' + i % 26)).repeat(900_000 + i);
                assertThat(writer.put(CONFIG_MAPS + "/large", body.formatted(text))
                                .status())
                        .isEqualTo(200);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> seen.get() == changes);
            assertThat(readAll(slow)).isLessThan(changes * 900_000L);
        }
    }

    /** How much comes before the connection ends, in good order or not. */
    private static long readAll(Socket socket) {
        var buffer = new byte[65_536];
        long all = 0;
        try {
            for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
                all += read;
            }
        } catch (IOException cutOff) {
            return all;
        }
        return all;
    }

    private static Socket watch(RawApi client, String path) throws IOException {
        var socket = connect(client);
        write(
                socket,
                "GET " + path + "?watch=true HTTP/1.1\r\nHost: x\r\nAuthorization: " + client.authorization()
                        + "\r\n\r\n");
        assertThat(firstLine(socket)).contains(" 200 ");
        return socket;
    }

    private static Socket connect() throws IOException {
        return connect(admin);
    }

    private static Socket connect(RawApi client) throws IOException {
        var socket = (SSLSocket) client.tls()
                .getSocketFactory()
                .createSocket("127.0.0.1", client.endpoint().getPort());
        socket.setSoTimeout(60_000);
        // Else it begins with the first byte that is read or written, and the server waits 10 s for a handshake, no
        // longer.
        socket.startHandshake();
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private static String firstLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int next = socket.getInputStream().read(); next >= 0 && next != '\n'; ) {
            line.append((char) next);
            next = socket.getInputStream().read();
        }
        return line.toString();
    }
}
