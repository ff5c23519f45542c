package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.testing.ChildApi;
import dev.podproof.reference.testing.RawApi;
import dev.podproof.reference.testing.RawConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What ended a master before, one after the other, on a server with a master's memory and limits: it lives, and others are served. */
class AbuseIT {

    private static final int MANY = 113;
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String LARGE = MAPS + "/large";
    private static final Duration ENOUGH = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long MOST_MEMORY = 1_200L << 20;

    private final ChildApi api = ChildApi.start();
    private final RawApi admin = api.admin();
    private final List<RawConnection> open = new CopyOnWriteArrayList<>();
    private final ExecutorService others = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        others.shutdownNow();
        open.forEach(RawConnection::close);
        api.close();
    }

    @Test
    void aMasterLivesThroughAllOfIt() throws Exception {
        admin.post(MAPS, map("large", 900_000));

        whileOthersAreServed("unfinished bodies of strangers and of one who is known", () -> {
            for (int i = 0; i < MANY; i++) {
                post("", "x".repeat(50_000));
                post("Authorization: " + admin.authorization() + "\r\n", "x".repeat(50_000));
            }
        });
        whileOthersAreServed("patches that copy themselves", () -> {
            var copies = IntStream.range(0, 26)
                    .mapToObj(i -> "{'op':'copy','from':'/data','path':'/data/b" + i + "'}")
                    .collect(Collectors.joining(",", "[", "]"));
            for (int i = 0; i < 20; i++) {
                assertThat(admin.patch(LARGE, "json", copies).status()).isEqualTo(413);
            }
        });
        whileOthersAreServed("many changes of a large object, with watches that nobody reads", () -> {
            for (int i = 0; i < 50; i++) {
                get(MAPS + "?watch=true");
            }
            for (int i = 0; i < 172; i++) {
                assertThat(admin.put(LARGE, map("large", 900_000 + i)).status()).isEqualTo(200);
            }
        });
        whileOthersAreServed("objects until the store is full", () -> {
            int made = 0;
            while (admin.post(MAPS, map("m" + made, 1_000_000)).status() == 201) {
                made++;
            }
            assertThat(made).isBetween(40, 200);
        });
        whileOthersAreServed("lists of everything that nobody reads", () -> {
            for (int i = 0; i < 200; i++) {
                get(MAPS);
            }
        });
        whileOthersAreServed(
                "deletion of everything",
                () -> assertThat(admin.delete(MAPS, "").status()).isEqualTo(200));

        open.forEach(RawConnection::close);
        await().atMost(ENOUGH)
                .untilAsserted(
                        () -> assertThat(api.holdings()).contains("requests=0, answers=0, waiting=0, watches=0"));
        assertThat(admin.post(MAPS, map("after", 1_000_000)).status()).isEqualTo(201);
        assertThat(api.peak()).isLessThan(MOST_MEMORY);
    }

    private interface Abuse {
        void run() throws IOException;
    }

    private void whileOthersAreServed(String what, Abuse abuse) throws Exception {
        Future<?> done = others.submit(() -> {
            abuse.run();
            return null;
        });
        Duration slowest = Duration.ZERO;
        do {
            long begin = System.nanoTime();
            assertThat(admin.get("/api/v1/namespaces/default").status())
                    .as(what)
                    .isEqualTo(200);
            var took = Duration.ofNanos(System.nanoTime() - begin);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        } while (!done.isDone());
        done.get();
        assertThat(api.isAlive()).as(what).isTrue();
        assertThat(slowest).as(what).isLessThan(PATIENCE);
    }

    private void post(String credentials, String begin) throws IOException {
        var connection = RawConnection.open(admin);
        open.add(connection);
        connection.write("POST " + MAPS + " HTTP/1.1\r\nHost: x\r\n" + credentials + "Content-Length: 3000000\r\n\r\n");
        try {
            connection.write(begin);
        } catch (IOException refused) {
            // Whose body nobody wants is hung up on.
            connection.close();
        }
    }

    private void get(String path) throws IOException {
        var connection = RawConnection.open(admin);
        open.add(connection);
        connection.write(
                "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + admin.authorization() + "\r\n\r\n");
    }

    private static String map(String name, int length) {
        return "{'metadata':{'name':'" + name + "'},'data':{'a':'" + "x".repeat(length) + "'}}";
    }
}
