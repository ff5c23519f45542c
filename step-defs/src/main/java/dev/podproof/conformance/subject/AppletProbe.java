package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.ApiRefused;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.probe.ExecLost;
import dev.podproof.conformance.probe.ExecProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Starts a pod of the run's image on each host, and looks in one whether it has the programs that the scenarios use. */
final class AppletProbe {
    static final Set<String> NEEDED = Set.of(
            "awk",
            "base64",
            "cat",
            "cut",
            "dd",
            "echo",
            "env",
            "find",
            "grep",
            "head",
            "hostname",
            "ip",
            "kill",
            "ls",
            "mkdir",
            "nc",
            "netstat",
            "nslookup",
            "od",
            "printf",
            "rm",
            "sed",
            "sh",
            "sleep",
            "sort",
            "tcpsvd",
            "test",
            "timeout",
            "tr",
            "udpsvd",
            "wc",
            "wget");

    private final ApiProbe api;
    private final ExecProbe exec;
    private final Settings settings;
    private final String namespace;
    private final Consumer<String> progress;

    /**
     * Takes where to look.
     *
     * @param progress told of each host on which the image is
     */
    AppletProbe(ApiProbe api, ExecProbe exec, Settings settings, String namespace, Consumer<String> progress) {
        this.api = api;
        this.exec = exec;
        this.settings = settings;
        this.namespace = namespace;
        this.progress = progress;
    }

    /** Why pods of the run's image are of no use; empty when they are. Afterwards each of these hosts has the image. */
    Optional<String> missing(List<Host> hosts) {
        try {
            Set<String> missing = new TreeSet<>(NEEDED);
            missing.removeAll(present(hosts));
            return missing.isEmpty()
                    ? Optional.empty()
                    : Optional.of("the image " + settings.image() + " lacks " + String.join(", ", missing));
        } catch (NotMet | ApiRefused | MissingNeed | ExecLost e) {
            return Optional.of("no pod of the image " + settings.image() + " could be looked into: " + e.getMessage());
        }
    }

    /** A pod on each host at the same time: what a host has to pull is pulled before the first scenario's clock runs. */
    private List<String> present(List<Host> hosts) {
        String path = "/api/v1/namespaces/" + namespace;
        Eventually.eventually(
                "the service account 'default' in a new namespace",
                settings.patience(),
                () -> api.get(path + "/serviceaccounts/default"),
                Answer::succeeded,
                Answer::message);
        List<String> pods = new ArrayList<>();
        for (Host host : hosts) {
            pods.add("applets-" + (pods.size() + 1));
            api.create(path + "/pods", pod(pods.get(pods.size() - 1), host));
        }
        for (int i = 0; i < hosts.size(); i++) {
            String name = pods.get(i);
            Eventually.eventually(
                    "the first pod to run on " + hosts.get(i).name(),
                    settings.patience(),
                    () -> api.read(path + "/pods/" + name).path("status"),
                    status -> status.path("containerStatuses")
                            .path(0)
                            .path("state")
                            .has("running"),
                    AppletProbe::state);
            progress.accept("image " + settings.image() + ": on " + hosts.get(i).name() + ", " + (i + 1) + " of "
                    + hosts.size() + " hosts");
        }
        if (pods.isEmpty()) {
            throw new NotMet("none of the cluster's hosts takes pods");
        }
        return exec.run(namespace, pods.get(0), "main", List.of("busybox", "--list"), Duration.ofSeconds(30))
                .out()
                .lines()
                .toList();
    }

    private ObjectNode pod(String name, Host host) {
        ObjectNode pod = Documents.yaml("""
                metadata: {name: %s}
                spec:
                  nodeName: %s
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: %s
                    imagePullPolicy: IfNotPresent
                    command: [sleep, "600"]
                """.formatted(name, host.name(), settings.image()));
        SecurityLevel.fit(pod, settings.image());
        return pod;
    }

    private static String state(JsonNode status) {
        return status.path("phase").asText("no phase") + " "
                + status.path("containerStatuses").path(0).path("state") + " " + status.path("conditions");
    }
}
