package dev.podproof.benchmarks;

import java.io.IOException;

/** The objects that an API server is measured with. */
final class Fixture {
    private static final int CREATED = 201;
    private static final String JSON = "application/json";

    private final ApiSide side;

    Fixture(ApiSide side) {
        this.side = side;
    }

    /** The name of a pod. */
    static String name(int number) {
        return "pod-" + number;
    }

    /** A namespace that takes pods: a real API server's does when a controller has made its default service account. */
    void namespace(String name) throws IOException, InterruptedException {
        try (Wire wire = new Wire(side)) {
            byte[] namespace =
                    side.request("POST", "/api/v1/namespaces", JSON, "{\"metadata\":{\"name\":\"" + name + "\"}}");
            int status = wire.exchange(namespace);
            if (status != CREATED) {
                throw new IOException(side.name() + " answered " + status + " to the creation of namespace " + name);
            }
            byte[] first = side.request("POST", "/api/v1/namespaces/" + name + "/pods?dryRun=All", JSON, pod("first"));
            for (int attempt = 1; wire.exchange(first) != CREATED; attempt++) {
                if (attempt == 300) {
                    throw new IOException(side.name() + " takes no pods in the new namespace " + name);
                }
                // Nothing tells when admission lets pods in: it is asked again, for half a minute at most.
                Thread.sleep(100);
            }
        }
    }

    /** A new namespace with so many pods. */
    void fill(String namespace, int pods) throws IOException, InterruptedException {
        namespace(namespace);
        creates(namespace, 0, pods);
    }

    /** Creates pods, and gives how many a second. */
    double creates(String namespace, int first, int count) throws IOException, InterruptedException {
        String path = "/api/v1/namespaces/" + namespace + "/pods";
        return Load.perSecond(
                side, first, count, CREATED, number -> side.request("POST", path, JSON, pod(name(number))));
    }

    private static String pod(String name) {
        return "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                + "\",\"labels\":{\"app\":\"bench\",\"tier\":\"web\",\"track\":\"stable\"},"
                + "\"annotations\":{\"example.com/about\":\"a pod that nobody schedules\"}},"
                + "\"spec\":{\"schedulerName\":\"nobody\",\"automountServiceAccountToken\":false,\"containers\":[{"
                + "\"name\":\"main\",\"image\":\"busybox:1.36\",\"command\":[\"sleep\",\"600\"],"
                + "\"env\":[{\"name\":\"GREETING\",\"value\":\"hello\"},{\"name\":\"PLACE\",\"value\":\"world\"}],"
                + "\"ports\":[{\"name\":\"web\",\"containerPort\":8080}],"
                + "\"resources\":{\"requests\":{\"cpu\":\"10m\",\"memory\":\"16Mi\"},\"limits\":{\"memory\":\"32Mi\"}},"
                + "\"readinessProbe\":{\"httpGet\":{\"path\":\"/\",\"port\":\"web\"}}}]}}";
    }
}
