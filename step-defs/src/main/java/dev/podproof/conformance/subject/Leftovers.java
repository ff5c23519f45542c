package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.ApiRefused;
import dev.podproof.conformance.probe.ExecLost;
import dev.podproof.conformance.probe.ExecProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What runs leave where they worked: all of it says whose it is, and nothing of a run that may be alive is touched. */
public final class Leftovers {
    private static final Duration LIMIT_OF_COMMAND = Duration.ofSeconds(10);

    private final ApiProbe api;
    private final ExecProbe exec;
    private final Machines machines;
    private final Settings settings;

    Leftovers(ApiProbe api, ExecProbe exec, Machines machines, Settings settings) {
        this.api = api;
        this.exec = exec;
        this.machines = machines;
        this.settings = settings;
    }

    /**
     * Undoes and removes what earlier runs that were killed have left. Hosts come first, because the rest may be on them. What cannot be done
     * keeps nothing else from being done.
     *
     * @return a line for each kind of thing that was found
     */
    List<String> remove() {
        List<String> lines = new ArrayList<>();
        LeftOnHosts hosts = new LeftOnHosts(api, machines.hosts(), settings);
        lines.addAll(tried("what earlier runs did to hosts", hosts::undo));
        lines.addAll(tried("what earlier runs left in the cluster", this::removeNamespaces));
        machines.bareHosts()
                .ifPresent(bare -> lines.addAll(
                        tried("what earlier runs left on bare hosts", () -> new LeftOnBareHosts(bare).remove())));
        return lines;
    }

    private static List<String> tried(String what, Supplier<List<String>> work) {
        try {
            return work.get();
        } catch (NotMet | ApiRefused | MissingNeed | HostLost e) {
            return List.of(what + " cannot be seen or removed: " + e.getMessage());
        }
    }

    private List<String> removeNamespaces() {
        List<JsonNode> left = Runs.in(api).left();
        List<String> lines = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (JsonNode namespace : left) {
            if (namespace.path("metadata").has("deletionTimestamp")) {
                lines.add(stuck(namespace));
            } else {
                removeFromHosts(name(namespace), left);
                removed.add(remove(api, namespace));
            }
        }
        if (!removed.isEmpty()) {
            lines.add("removed what runs that were killed had left: namespaces " + String.join(", ", removed));
        }
        return lines;
    }

    /** The pods that wrote into directories of hosts are still there, and nobody else may be able to remove what they wrote. */
    private void removeFromHosts(String namespace, List<JsonNode> all) {
        String words = all.stream()
                .map(Leftovers::name)
                .map(name -> HostDirectories.INSIDE + "/" + name + " " + HostDirectories.INSIDE + "/"
                        + HostDirectories.made(name))
                .collect(Collectors.joining(" "));
        for (JsonNode pod :
                api.read("/api/v1/namespaces/" + namespace + "/pods").path("items")) {
            for (JsonNode container : pod.path("spec").path("containers")) {
                if (HostDirectories.isMountedIn(container)) {
                    run(namespace, pod, container, "rm -rf " + words);
                }
            }
        }
    }

    private void run(String namespace, JsonNode pod, JsonNode container, String command) {
        try {
            exec.run(
                    namespace,
                    name(pod),
                    container.path("name").asText(),
                    List.of("sh", "-c", command),
                    LIMIT_OF_COMMAND);
        } catch (ExecLost e) {
            // A pod that no longer runs, on a host that may be gone: nothing of the cluster's is lost by it.
            return;
        }
    }

    private static String stuck(JsonNode namespace) {
        List<String> reasons = new ArrayList<>();
        for (JsonNode condition : namespace.path("status").path("conditions")) {
            if (condition.path("status").asText().equals("True")) {
                reasons.add(condition.path("message").asText());
            }
        }
        return "namespace " + name(namespace) + " of a run that was killed is being deleted since "
                + namespace.path("metadata").path("deletionTimestamp").asText()
                + (reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")");
    }

    /**
     * Deletes what this run has made, and waits until it is gone; takes its labels off hosts, if it was interrupted before it did.
     *
     * @throws NotMet when it is not gone within the limit, with what the cluster says of it
     */
    public static void ofRun(ApiProbe api, RunIdentity run, Duration limit) {
        tried("what this run did to hosts", () -> {
            new LeftOnHosts(api, Optional.empty(), Settings.defaults()).unlabel(run);
            return List.of();
        });
        String path = "/api/v1/namespaces" + ApiProbe.query(Map.of("labelSelector", RunIdentity.RUN + "=" + run.id()));
        api.read(path).path("items").forEach(namespace -> {
            if (!namespace.path("metadata").has("deletionTimestamp")) {
                remove(api, namespace);
            }
        });
        Eventually.eventually(
                "this run's namespaces to be gone",
                new Limit(limit, "what cleaning up may take"),
                () -> remaining(api.read(path)),
                List::isEmpty);
    }

    private static List<String> remaining(JsonNode list) {
        List<String> lines = new ArrayList<>();
        list.path("items").forEach(namespace -> lines.add(stuck(namespace).replace(" of a run that was killed", "")));
        return lines;
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static String remove(ApiProbe api, JsonNode namespace) {
        api.delete("/api/v1/namespaces/" + name(namespace));
        return name(namespace);
    }
}
