package dev.podproof.benchmarks;

import static dev.podproof.benchmarks.AbuseTarget.JSON;
import static dev.podproof.benchmarks.AbuseTarget.MAPS;
import static dev.podproof.benchmarks.AbuseTarget.PODS;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a stranger, a user, a node or a pod may send: each is bounded in number, and has ended a master, held up others or stayed open for
 * good before there were bounds (docs/bounds.md).
 */
record AbuseInput(String name, Doing doing) {
    static final String HEAD = " HTTP/1.1\nHost: x\n";
    static final String SOCKET =
            "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: dGVzdA==\n";

    /** Does it once; what it opens stays open until the target is closed. */
    interface Doing {
        void to(AbuseTarget target) throws IOException, InterruptedException;
    }

    static final List<AbuseInput> OF_STRANGERS = List.of(
            new AbuseInput("113 unfinished bodies of 3 MB, no credentials", target -> bodies(target, "")),
            new AbuseInput("200 GETs that announce a body, chunks that do not end, refused upgrades", target -> {
                for (int i = 0; i < 200; i++) {
                    target.say("GET /api/v1/pods" + HEAD + "Content-Length: 100\n\n", "");
                    target.say("POST " + MAPS + HEAD + "Transfer-Encoding: chunked\n\nffff\n", "x");
                    target.say("GET " + PODS + "/resident/exec" + HEAD + SOCKET + "\n", "");
                }
            }),
            new AbuseInput("1,000 connections that never begin TLS", target -> {
                for (int i = 0; i < 1_000; i++) {
                    Socket unused = target.dial(6443);
                }
            }),
            new AbuseInput("600 connections to a host's agent that never begin TLS", target -> {
                for (int i = 0; i < 600; i++) {
                    Socket unused = target.dial(target.host().address(), 10_250);
                }
            }),
            new AbuseInput("200 DNS clients over TCP that never read", AbuseInput::neverRead),
            new AbuseInput("200 DNS clients over TCP that send one byte", target -> {
                for (int i = 0; i < 200; i++) {
                    target.dial(53).getOutputStream().write(0);
                }
            }));

    static final List<AbuseInput> OF_USERS = List.of(
            new AbuseInput("113 unfinished bodies of 3 MB, one user", target -> bodies(target, target.credentials())),
            new AbuseInput("20 JSON patches of 26 self-copies, by a user and by a node", target -> {
                target.create(MAPS, map("bomb", 1_000));
                for (int i = 0; i < 20; i++) {
                    target.ask("PATCH", MAPS + "/bomb", "application/json-patch+json", copies("/data", "/data/b"));
                    target.askAsNode(
                            "PATCH",
                            "/api/v1/nodes/" + target.host().name() + "/status",
                            "application/json-patch+json",
                            copies("/status", "/status/b"));
                }
                target.delete(MAPS + "/bomb");
            }),
            new AbuseInput("172 updates of 0.9 MB, 20 watches that nobody reads", target -> {
                target.create(MAPS, map("large", 900_000));
                for (int i = 0; i < 20; i++) {
                    target.say("GET " + MAPS + "?watch=true" + HEAD + target.credentials() + "\n", "");
                }
                for (int i = 0; i < 172; i++) {
                    target.ask("PUT", MAPS + "/large", JSON, map("large", 900_000 + i));
                }
                target.delete(MAPS + "/large");
            }),
            new AbuseInput("5 YAML comments of 2.9 MB, in one line and in many", target -> {
                String end = "\nmetadata: {name: commented}\n";
                for (int i = 0; i < 5; i++) {
                    target.ask("POST", MAPS, "application/yaml", "# " + "x".repeat(2_900_000) + end);
                    target.ask("POST", MAPS, "application/yaml", ("# " + "x".repeat(60_000) + "\n").repeat(48) + end);
                    target.delete(MAPS + "/commented");
                }
            }),
            new AbuseInput("5 objects with 60,000 bad labels", target -> {
                String labels = IntStream.range(0, 60_000)
                        .mapToObj(i -> "\"-bad-" + i + "\":\"x\"")
                        .collect(Collectors.joining(","));
                for (int i = 0; i < 5; i++) {
                    target.create(MAPS, "{\"metadata\":{\"name\":\"l\",\"labels\":{" + labels + "}}}");
                }
            }),
            new AbuseInput(
                    "config maps of 1 MB until there is no more room, 200 lists that nobody reads", AbuseInput::fill),
            new AbuseInput("odd numbers, bytes, names and tickets", AbuseInput::odd));

    private static void bodies(AbuseTarget target, String credentials) throws IOException {
        for (int i = 0; i < 113; i++) {
            target.say("POST " + MAPS + HEAD + credentials + "Content-Length: 3000000\n\n", "x".repeat(2_900_000));
        }
    }

    private static String copies(String from, String path) {
        return IntStream.range(0, 26)
                .mapToObj(i -> "{\"op\":\"copy\",\"from\":\"" + from + "\",\"path\":\"" + path + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String map(String name, int length) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"a\":\"" + "x".repeat(length) + "\"}}";
    }

    private static void fill(AbuseTarget target) throws IOException {
        int made = 0;
        while (made < 300 && target.create(MAPS, map("fill-" + made, 1_000_000)) == 201) {
            made++;
        }
        for (int i = 0; i < 200; i++) {
            target.say("GET " + MAPS + HEAD + target.credentials() + "\n", "");
        }
        for (int i = 0; i < made; i++) {
            target.delete(MAPS + "/fill-" + i);
        }
    }

    private static void odd(AbuseTarget target) throws IOException {
        for (String path : List.of(
                PODS + "/resident/log?tailLines=99999999999999999999",
                PODS + "/resident/log?sinceSeconds=9223372036854775807",
                PODS + "/resident/log?limitBytes=-1",
                PODS + "/a%00b",
                MAPS + "?limit=99999999999999999999",
                MAPS + "?continue=AAAA",
                MAPS + "?watch=true&timeoutSeconds=1&resourceVersion=-1")) {
            target.ask("GET", path, null, null);
        }
        for (String name : List.of("master", "localhost", target.host().name())) {
            if (target.create("/podproof/v1/tickets/" + name, "") < 400) {
                throw new IOException("there is a ticket for " + name);
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
