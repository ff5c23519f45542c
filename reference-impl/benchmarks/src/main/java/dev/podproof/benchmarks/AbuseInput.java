package dev.podproof.benchmarks;

import static dev.podproof.benchmarks.AbuseTarget.MAPS;
import static dev.podproof.benchmarks.AbuseTarget.MISSING_POD;
import static dev.podproof.benchmarks.AbuseTarget.map;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a stranger, a user or a pod may send: each is bounded in number, and has ended a master, held up others or stayed open for good before
 * there were bounds (docs/bounds.md).
 */
record AbuseInput(String name, Doing doing) {
    private static final String JSON = "application/json";
    private static final String HEAD = " HTTP/1.1\nHost: x\n";
    private static final String SOCKET =
            "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: dGVzdA==\n";

    /** Does it once; what it opens stays open until the target is closed. */
    interface Doing {
        void to(AbuseTarget target) throws IOException;
    }

    static final List<AbuseInput> ALL = List.of(
            new AbuseInput("113 unfinished bodies of 3 MB, no credentials", target -> bodies(target, "")),
            new AbuseInput("113 unfinished bodies of 3 MB, one user", target -> bodies(target, target.credentials())),
            new AbuseInput(
                    "200 GETs that announce a body, chunks that do not end, refused upgrades", AbuseInput::unfinished),
            new AbuseInput("1,000 connections that never begin TLS", target -> {
                for (int i = 0; i < 1_000; i++) {
                    Socket unused = target.dial(6443);
                }
            }),
            new AbuseInput("20 JSON patches of 26 self-copies", target -> {
                target.ask("POST", MAPS, JSON, map("bomb", 1_000));
                for (int i = 0; i < 20; i++) {
                    target.ask("PATCH", MAPS + "/bomb", "application/json-patch+json", copies());
                }
            }),
            new AbuseInput("172 updates of 0.9 MB, 20 watches that nobody reads", target -> {
                target.ask("POST", MAPS, JSON, map("large", 900_000));
                for (int i = 0; i < 20; i++) {
                    target.say("GET " + MAPS + "?watch=true" + HEAD + target.credentials() + "\n", "");
                }
                for (int i = 0; i < 172; i++) {
                    target.ask("PUT", MAPS + "/large", JSON, map("large", 900_000 + i));
                }
            }),
            new AbuseInput("5 YAML comments of 2.9 MB, in one line and in many", target -> {
                String end = "\nmetadata: {name: commented}\n";
                for (int i = 0; i < 5; i++) {
                    target.ask("POST", MAPS, "application/yaml", "# " + "x".repeat(2_900_000) + end);
                    target.ask("POST", MAPS, "application/yaml", ("# " + "x".repeat(60_000) + "\n").repeat(48) + end);
                }
            }),
            new AbuseInput("5 objects with 60,000 bad labels", target -> {
                String labels = IntStream.range(0, 60_000)
                        .mapToObj(i -> "\"-bad-" + i + "\":\"x\"")
                        .collect(Collectors.joining(","));
                for (int i = 0; i < 5; i++) {
                    target.ask("POST", MAPS, JSON, "{\"metadata\":{\"name\":\"l\",\"labels\":{" + labels + "}}}");
                }
            }),
            new AbuseInput("300 config maps of 1 MB, then 200 lists of them that nobody reads", AbuseInput::fill),
            new AbuseInput("64 execs into a pod that does not run, by WebSocket and by SPDY", AbuseInput::execs),
            new AbuseInput("odd numbers, bytes and tickets", AbuseInput::odd),
            new AbuseInput("200 DNS clients over TCP that never read", AbuseInput::neverRead),
            new AbuseInput("200 DNS clients over TCP that send one byte", target -> {
                for (int i = 0; i < 200; i++) {
                    target.dial(53).getOutputStream().write(0);
                }
            }));

    private static void bodies(AbuseTarget target, String credentials) throws IOException {
        for (int i = 0; i < 113; i++) {
            target.say("POST " + MAPS + HEAD + credentials + "Content-Length: 3000000\n\n", "x".repeat(2_900_000));
        }
    }

    private static void unfinished(AbuseTarget target) throws IOException {
        for (int i = 0; i < 200; i++) {
            target.say("GET /api/v1/pods" + HEAD + "Content-Length: 100\n\n", "");
            target.say("POST " + MAPS + HEAD + "Transfer-Encoding: chunked\n\nffff\n", "x");
            target.say("GET " + MISSING_POD + "/exec" + HEAD + SOCKET + "\n", "");
        }
    }

    private static String copies() {
        return IntStream.range(0, 26)
                .mapToObj(i -> "{\"op\":\"copy\",\"from\":\"/data\",\"path\":\"/data/b" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void fill(AbuseTarget target) throws IOException {
        int made = 0;
        while (made < 300 && target.ask("POST", MAPS, JSON, map("fill-" + made, 1_000_000)) == 201) {
            made++;
        }
        for (int i = 0; i < 200; i++) {
            target.say("GET " + MAPS + HEAD + target.credentials() + "\n", "");
        }
        for (int i = 0; i < made; i++) {
            target.ask("DELETE", MAPS + "/fill-" + i, null, null);
        }
    }

    private static void execs(AbuseTarget target) throws IOException {
        String exec = MISSING_POD + "/exec?command=true&stdout=true" + HEAD + target.credentials();
        for (int i = 0; i < 32; i++) {
            target.say("GET " + exec + SOCKET + "Sec-WebSocket-Protocol: v5.channel.k8s.io\n\n", "");
            target.say("POST " + exec + "Connection: Upgrade\nUpgrade: SPDY/3.1\n\n", "");
        }
    }

    private static void odd(AbuseTarget target) throws IOException {
        List<String> paths = List.of(
                MISSING_POD + "/log?tailLines=99999999999999999999",
                MISSING_POD + "/log?sinceSeconds=9223372036854775807",
                MISSING_POD + "/log?limitBytes=-1",
                "/api/v1/namespaces/default/pods/a%00b",
                MAPS + "?limit=99999999999999999999",
                MAPS + "?continue=AAAA",
                MAPS + "?watch=true&timeoutSeconds=1&resourceVersion=-1",
                "/podproof/v1/tickets/master");
        for (String path : paths) {
            int status = target.ask("GET", path, null, null);
            if (status >= 500) {
                throw new IOException(path + " is answered with " + status);
            }
        }
    }

    private static void neverRead(AbuseTarget target) throws IOException {
        byte[] query = Bystanders.question("kubernetes.default.svc.cluster.local");
        ByteBuffer many = ByteBuffer.allocate(1_000 * (2 + query.length));
        for (int i = 0; i < 1_000; i++) {
            many.putShort((short) query.length).put(query);
        }
        for (int i = 0; i < 200; i++) {
            try {
                target.dial(53).getOutputStream().write(many.array());
            } catch (IOException hungUp) {
                // A server may have had enough of it.
            }
        }
    }
}
