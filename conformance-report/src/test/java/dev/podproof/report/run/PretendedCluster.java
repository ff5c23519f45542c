package dev.podproof.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An API server on the loopback address behind which there is no cluster. */
final class PretendedCluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();

    /** Answers a request, or does not. */
    interface Manners {
        void answer(HttpExchange exchange, int request) throws IOException;
    }

    PretendedCluster(Manners manners) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> manners.answer(exchange, requests.incrementAndGet()));
        server.start();
    }

    /** A kubeconfig that names it. */
    Path kubeconfig(Path directory) throws IOException {
        return Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: pretended
                contexts: [{name: pretended, context: {cluster: pretended, user: nobody}}]
                clusters: [{name: pretended, cluster: {server: 'http://127.0.0.1:%d'}}]
                users: [{name: nobody, user: {}}]
                """.formatted(
                        server.getAddress().getPort()));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    static Manners always(int status, String body) {
        return (exchange, request) -> send(exchange, status, JSON.readTree(body));
    }

    /** Goes on like another for some requests, and ends every connection from then on. */
    static Manners goesAwayAfter(int answered, Manners before) {
        return (exchange, request) -> {
            if (request <= answered) {
                before.answer(exchange, request);
            } else {
                exchange.close();
            }
        };
    }

    /** Keeps what is written and gives it back; every pod runs, is ready and has an address. Nothing runs anywhere. */
    static Manners echoes() {
        Map<String, ObjectNode> objects = new ConcurrentSkipListMap<>();
        AtomicInteger revision = new AtomicInteger();
        for (String host : new String[] {"host-1", "host-2"}) {
            objects.put("/api/v1/nodes/" + host, node(host));
        }
        return (exchange, request) -> {
            String path = exchange.getRequestURI().getPath();
            switch (exchange.getRequestMethod()) {
                case "POST" -> {
                    ObjectNode object =
                            (ObjectNode) JSON.readTree(exchange.getRequestBody().readAllBytes());
                    ObjectNode metadata = object.withObject("metadata");
                    String name = metadata.path("name")
                            .asText(metadata.path("generateName").asText("x") + revision.incrementAndGet());
                    metadata.put("name", name)
                            .put("uid", UUID.randomUUID().toString())
                            .put("resourceVersion", String.valueOf(revision.incrementAndGet()));
                    if (path.endsWith("/pods")) {
                        run(object, revision.get());
                    }
                    if (path.endsWith("/selfsubjectaccessreviews")) {
                        object.withObject("status").put("allowed", true);
                    }
                    objects.put(path + "/" + name, object);
                    send(exchange, 201, object);
                }
                case "DELETE" -> {
                    objects.keySet().removeIf(key -> key.equals(path) || key.startsWith(path + "/"));
                    send(exchange, 200, JSON.readTree("{\"kind\": \"Status\", \"status\": \"Success\"}"));
                }
                case "PUT", "PATCH" -> send(exchange, 200, objects.getOrDefault(path, JSON.createObjectNode()));
                default -> {
                    ObjectNode object = objects.get(path);
                    send(exchange, 200, object == null ? list(objects, path) : object);
                }
            }
        };
    }

    private static ObjectNode list(Map<String, ObjectNode> objects, String path) {
        ObjectNode list = JSON.createObjectNode().put("kind", "List");
        list.putObject("metadata").put("resourceVersion", "1");
        var items = list.putArray("items");
        objects.forEach((key, object) -> {
            if (key.startsWith(path + "/") && key.indexOf('/', path.length() + 1) < 0) {
                items.add(object);
            }
        });
        return list;
    }

    private static ObjectNode node(String name) {
        try {
            return (ObjectNode) JSON.readTree("""
                    {"kind": "Node", "metadata": {"name": "%s", "labels": {"kubernetes.io/hostname": "%s"}}, "spec": {"podCIDR": "10.9.8.0/24"},
                     "status": {"conditions": [{"type": "Ready", "status": "True"}], "addresses": [{"type": "InternalIP", "address": "192.0.2.1"}],
                                "allocatable": {"cpu": "8", "memory": "8Gi", "pods": "110"}}}
                    """.formatted(name, name));
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void run(ObjectNode pod, int number) throws IOException {
        pod.withObject("spec").put("nodeName", "host-1");
        ObjectNode status = (ObjectNode) JSON.readTree("""
                {"phase": "Running", "podIP": "10.9.8.%d", "podIPs": [{"ip": "10.9.8.%d"}], "hostIP": "192.0.2.1",
                 "conditions": [{"type": "Ready", "status": "True"}, {"type": "PodScheduled", "status": "True"}]}
                """.formatted(number % 250, number % 250));
        var containers = status.putArray("containerStatuses");
        pod.path("spec")
                .path("containers")
                .forEach(container -> containers
                        .addObject()
                        .put("name", container.path("name").asText())
                        .put("ready", true)
                        .put("restartCount", 0)
                        .putObject("state")
                        .putObject("running"));
        pod.set("status", status);
    }
}
