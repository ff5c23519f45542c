package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import dev.podproof.reference.testing.RawConnection;
import dev.podproof.reference.testing.Rooms;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What others can make the server hold has a bound in bytes, past which they are refused and nobody else is. */
@Isolated("measures the whole process")
class MemoryBoundsTest {

    private static final int MEGABYTE = 1 << 20;
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final Duration ENOUGH = Duration.ofSeconds(60);

    @Test
    void bodiesOfStrangersAreNotRead() throws IOException {
        try (var api = InProcessApi.start(Rooms.usual().limits())) {
            List<RawConnection> strangers = new ArrayList<>();
            try {
                for (int i = 0; i < 113; i++) {
                    var stranger = RawConnection.open(api.raw());
                    strangers.add(stranger);
                    stranger.write("POST " + MAPS + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n"
                            + "x".repeat(10_000));
                    assertThat(stranger.head().status()).isEqualTo(401);
                    assertThat(api.holdings().requests()).isZero();
                }
            } finally {
                strangers.forEach(RawConnection::close);
            }
        }
    }

    @Test
    void aCallerHasAShareOfWhatArrivesAndGivesItBack() throws IOException {
        try (var api = InProcessApi.start(
                Rooms.usual().requests(8 * MEGABYTE, 4 * MEGABYTE).limits())) {
            var admin = api.raw();
            try (var first = body(admin, "Content-Length: 3000000", "{")) {
                first.write(" ");
                await().atMost(ENOUGH).until(() -> api.holdings().requests() == 3_000_000);
                othersOfTheSame(api, admin);
                assertThat(first).isNotNull();
                assertThat(api.holdings().requests()).isEqualTo(3_000_000);
            }
            await().atMost(ENOUGH).until(() -> api.holdings().requests() == 0);
            assertThat(admin.post(MAPS, map("after", 1_000_000)).status()).isEqualTo(201);
        }
    }

    private static void othersOfTheSame(InProcessApi api, RawApi admin) throws IOException {
        try (var second = body(admin, "Content-Length: 3000000", "{");
                var small = body(admin, "Content-Length: 300", "{");
                var pieces = body(admin, "Transfer-Encoding: chunked", chunk(400_000) + chunk(800_000))) {
            var refused = second.head();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(pieces.head().status()).isEqualTo(429);
            await().atMost(ENOUGH)
                    .untilAsserted(() -> assertThat(api.holdings().requests()).isEqualTo(3_000_000 + 300));
            assertThat(small).isNotNull();
            var node = api.node("host-1");
            node.v1().events().inNamespace("default").resource(Samples.event()).create();
        }
        await().atMost(ENOUGH).until(() -> api.holdings().requests() == 3_000_000);
    }

    private static RawConnection body(RawApi caller, String length, String begin) throws IOException {
        return RawConnection.open(caller)
                .write("POST " + MAPS + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + caller.authorization() + "\r\n"
                        + "Content-Type: application/json\r\n" + length + "\r\n\r\n" + begin);
    }

    private static String chunk(int length) {
        return Integer.toHexString(length) + "\r\n" + " ".repeat(length) + "\r\n";
    }

    /** Each of the first doubles what is there. */
    @Test
    void aPatchThatCopiesItselfIsRefused() {
        var admin = InProcessApi.shared().raw();
        admin.post(MAPS, "{'metadata':{'name':'bomb'},'data':{'a':'" + "x".repeat(1_000) + "'}}");
        var copies = IntStream.range(0, 26)
                .mapToObj(i -> "{'op':'copy','from':'/data','path':'/data/b" + i + "'}")
                .collect(Collectors.joining(",", "[", "]"));

        var answer = admin.patch(MAPS + "/bomb", "json", copies);

        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(admin.get(MAPS + "/bomb").text()).hasSizeLessThan(2_000);
    }

    @Test
    void anObjectThatGrowsTooLargeIsRefusedHoweverItGrows() {
        var admin = InProcessApi.shared().raw();
        admin.post(MAPS, map("grows", 900_000));
        var more = "{'metadata':{'finalizers':['example.org/" + "x".repeat(60) + "']},'data':{'more':'"
                + "y".repeat(900_000) + "'}}";
        for (var kind : List.of("merge", "strategic-merge")) {
            var answer = admin.patch(MAPS + "/grows", kind, more);
            assertThat(answer.status()).as(answer.text()).isIn(413, 422);
            assertThat(answer.text()).hasSizeLessThan(2_000);
        }
        var pod = "{'metadata':{'name':'large'},'spec':{'containers':[{'name':'c','image':'i','args':['"
                + "x".repeat(1_600_000) + "']}]}}";
        assertThat(admin.post("/api/v1/namespaces/default/pods", pod).status()).isEqualTo(413);
    }

    @Test
    void aDocumentOfVeryManyPartsIsRefused() {
        var admin = InProcessApi.shared().raw();
        var lists = "[],".repeat(300_000);
        var answer = admin.post(MAPS, "{'metadata':{'name':'parts'},'data':[" + lists + "[]]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    }

    @Test
    void manyFaultsMakeAShortAnswer() {
        var admin = InProcessApi.shared().raw();
        var labels =
                IntStream.range(0, 60_000).mapToObj(i -> "'-bad-" + i + "':'x'").collect(Collectors.joining(","));
        var answer = admin.post(MAPS, "{'metadata':{'name':'labels','labels':{" + labels + "}}}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields()).hasSize(100);
        assertThat(answer.message()).containsPattern("and 59[0-9]{3} more");
        assertThat(answer.text()).hasSizeLessThan(64_000);
    }

    @Test
    void whatTakesLongToReadHoldsUpNobody() throws Exception {
        var admin = InProcessApi.shared().raw();
        var comment = "# " + "x".repeat(2_900_000) + "\nmetadata: {name: yaml}\n";
        assertThat(admin.send("POST", MAPS, "application/yaml", comment).status())
                .isEqualTo(413);

        var lines = ("# " + "x".repeat(60_000) + "\n").repeat(48) + "metadata: {name: yaml}\n";
        var slow = CompletableFuture.supplyAsync(() -> admin.send("POST", MAPS, "application/yaml", lines));
        long slowest = 0;
        int asked = 0;
        do {
            try (var other = RawConnection.open(admin)) {
                long begin = System.nanoTime();
                other.write("GET /version HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(other.head().status()).isEqualTo(200);
                slowest = Math.max(slowest, System.nanoTime() - begin);
                asked++;
            }
        } while (!slow.isDone() || asked < 20);
        assertThat(slow.get(60, TimeUnit.SECONDS).status()).isEqualTo(201);
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void historyIsForgottenAndSlowWatchesAreDroppedBeforeTheyFillTheMemory() throws IOException {
        try (var api = InProcessApi.start(
                Rooms.usual().history(4 * MEGABYTE, 8 * MEGABYTE).limits())) {
            var admin = api.raw();
            assertThat(admin.post(MAPS, map("large", 900_000)).status()).isEqualTo(201);
            long first = api.revision();
            List<RawConnection> readers = new ArrayList<>();
            try {
                for (int i = 0; i < 20; i++) {
                    readers.add(watch(admin, MAPS + "?watch=true"));
                }
                for (int i = 0; i < 40; i++) {
                    assertThat(admin.put(MAPS + "/large", map("large", 900_000 + i))
                                    .status())
                            .isEqualTo(200);
                    assertThat(api.holdings().history()).isLessThanOrEqualTo(4 * MEGABYTE);
                }
                await().atMost(ENOUGH).untilAsserted(() -> {
                    assertThat(api.holdings().watches()).isZero();
                    assertThat(api.holdings().waiting()).isZero();
                });
            } finally {
                readers.forEach(RawConnection::close);
            }
            try (var late = watch(admin, MAPS + "?watch=true&resourceVersion=" + first)) {
                assertThat(late.line() + late.line()).contains("\"code\":410");
            }
            // Others' history is not the price for what one kind changes.
            try (var late = watch(admin, "/api/v1/namespaces?watch=true&timeoutSeconds=1&resourceVersion=" + first)) {
                assertThat(late.line()).isEqualTo("0\r");
            }
        }
    }

    private static RawConnection watch(RawApi caller, String path) throws IOException {
        var connection = RawConnection.open(caller)
                .write("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + caller.authorization() + "\r\n\r\n");
        assertThat(connection.head().status()).isEqualTo(200);
        return connection;
    }

    @Test
    void theStoreIsFullBeforeTheMemoryIsAndDeletingMakesRoom() {
        try (var api = InProcessApi.start(Rooms.usual().stored(2 * MEGABYTE).limits())) {
            var admin = api.raw();
            var pod = "{'metadata':{'name':'p'},'spec':{'nodeName':'n','containers':[{'name':'c','image':'i'}]}}";
            assertThat(admin.post("/api/v1/namespaces/default/pods", pod).status())
                    .isEqualTo(201);
            int made = 0;
            var answer = admin.post(MAPS, map("m" + made, 500_000));
            for (; answer.status() == 201; answer = admin.post(MAPS, map("m" + made, 500_000))) {
                made++;
            }
            assertThat(made).isEqualTo(4);
            assertThat(answer.status()).isEqualTo(507);
            assertThat(answer.message()).contains("store is full").contains("delete");
            assertThat(admin.put(MAPS + "/m0", map("m0", 400_000)).status())
                    .as("what makes it smaller")
                    .isEqualTo(200);
            for (int i = 0; admin.post(MAPS, map("small" + i, 2_000)).status() == 201; ) {
                i++;
            }
            assertThat(admin.delete("/api/v1/namespaces/default/pods/p", "")
                            .json()
                            .path("metadata")
                            .toString())
                    .contains("deletionTimestamp");
            assertThat(admin.delete(MAPS + "/m0", "").status()).isEqualTo(200);
            assertThat(admin.post(MAPS, map("again", 300_000)).status()).isEqualTo(201);
        }
    }

    @Test
    void aCallerHasAShareOfWhatIsNotSentYet() throws IOException {
        long base = 64 * 1024;
        try (var api =
                InProcessApi.start(Rooms.usual().answers(8 * base, 4 * base).limits())) {
            var admin = api.raw();
            for (int i = 0; i < 16; i++) {
                assertThat(admin.post(MAPS, map("m" + i, 900_000)).status()).isEqualTo(201);
            }
            List<RawConnection> slow = new ArrayList<>();
            try {
                List<Integer> statuses = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    slow.add(RawConnection.open(admin)
                            .write("GET " + MAPS + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + admin.authorization()
                                    + "\r\n\r\n"));
                    statuses.add(slow.get(i).head().status());
                }
                assertThat(statuses).containsExactly(200, 200, 200, 429, 429, 429);
                assertThat(api.node("host-1").nodes().list().getItems()).isEmpty();
            } finally {
                slow.forEach(RawConnection::close);
            }
            await().atMost(ENOUGH).until(() -> api.holdings().answers() == 0);
            assertThat(admin.get(MAPS).text().length()).isGreaterThan(16 * 900_000);
        }
    }

    private static String map(String name, int length) {
        return "{'metadata':{'name':'" + name + "'},'data':{'a':'" + "x".repeat(length) + "'}}";
    }

    private static final class Samples {
        static io.fabric8.kubernetes.api.model.Event event() {
            return new io.fabric8.kubernetes.api.model.EventBuilder()
                    .withNewMetadata()
                    .withName("e")
                    .withNamespace("default")
                    .endMetadata()
                    .withNewInvolvedObject()
                    .withNamespace("default")
                    .withName("x")
                    .withKind("Pod")
                    .endInvolvedObject()
                    .withReason("Tested")
                    .withNewSource()
                    .withHost("host-1")
                    .endSource()
                    .build();
        }
    }
}
