package dev.podproof.hosts;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Waits until every host is a node that is ready for pods. */
final class AwaitNodes implements Action {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** The type of the condition that says whether a host takes pods. */
    static final String READY = "Ready";

    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public void run(BringUp cluster) {
        var names = IntStream.rangeClosed(1, cluster.spec().hosts())
                .mapToObj(number -> "host-" + number)
                .toList();
        try (var api = ApiClient.open(cluster)) {
            await(names, api, cluster.clock(), cluster::requireRunning);
        }
    }

    /**
     * Waits until each of these is a node that is ready.
     *
     * @param requireRunning throws when the host with that name has ended, which ends the waiting
     */
    static void await(List<String> names, KubernetesClient api, Clock clock, Consumer<String> requireRunning) {
        new Waiting(clock, LIMIT)
                .untilNothingIsMissing(() -> sentence(missing(names, api, requireRunning)))
                .ifPresent(last -> {
                    var host = missing(names, api, requireRunning).keySet().stream()
                            .findFirst()
                            .orElse(names.get(0));
                    throw new HostTrouble(
                            host, "not every node got ready in " + LIMIT.toSeconds() + " s; last: " + last);
                });
    }

    /** What each host lacks that is not ready. */
    private static Map<String, String> missing(
            List<String> names, KubernetesClient api, Consumer<String> requireRunning) {
        Map<String, String> missing = new LinkedHashMap<>();
        names.forEach(host -> missing.put(host, "has not registered"));
        names.forEach(requireRunning);
        try {
            for (var node : api.nodes().list().getItems()) {
                var name = node.getMetadata().getName();
                condition(node, "NetworkUnavailable")
                        .filter(unavailable -> unavailable.getStatus().equals("True") && missing.containsKey(name))
                        .ifPresent(unavailable -> {
                            throw new HostTrouble(
                                    name, "host '" + name + "' gets no network: " + unavailable.getMessage());
                        });
                condition(node, READY)
                        .filter(ready -> ready.getStatus().equals("True"))
                        .ifPresentOrElse(
                                ready -> missing.remove(name),
                                () -> missing.replace(name, "is not ready: " + reason(node)));
            }
        } catch (KubernetesClientException e) {
            missing.replaceAll((host, why) -> "can't be asked for: " + e.getMessage());
        }
        return missing;
    }

    static Optional<NodeCondition> condition(Node node, String type) {
        return Optional.ofNullable(node.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    private static String reason(Node node) {
        return condition(node, READY)
                .map(ready -> Objects.requireNonNullElse(ready.getMessage(), ready.getReason()))
                .orElse("it has not said so");
    }

    private static Optional<String> sentence(Map<String, String> missing) {
        if (missing.isEmpty()) return Optional.empty();
        return Optional.of(missing.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("; ")));
    }
}
