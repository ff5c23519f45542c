package dev.podproof.hosts;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;

/** Waits until the API server says that it serves. */
final class AwaitApi implements Action {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Override
    public String name() {
        return "api";
    }

    @Override
    public void run(BringUp cluster) {
        try (var api = ApiClient.open(cluster)) {
            new Waiting(cluster.clock(), LIMIT)
                    .untilNothingIsMissing(() -> missing(cluster, api))
                    .ifPresent(last -> {
                        throw new HostTrouble(
                                "master", "the API did not get ready in " + LIMIT.toSeconds() + " s; last: " + last);
                    });
        }
        cluster.progress().said("the API serves at " + cluster.endpoint());
    }

    private static Optional<String> missing(BringUp cluster, KubernetesClient api) {
        cluster.requireRunning("master");
        return missing(api);
    }

    /** The reason why the API does not serve; empty when it does. */
    static Optional<String> missing(KubernetesClient api) {
        try {
            var answer = api.raw("/readyz");
            return "ok".equals(answer) ? Optional.empty() : Optional.of("/readyz answers " + answer);
        } catch (KubernetesClientException e) {
            return Optional.of(rootMessage(e));
        }
    }

    private static String rootMessage(Throwable thrown) {
        var root = thrown;
        while (root.getCause() != null) root = root.getCause();
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
