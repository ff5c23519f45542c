package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.probe.ExecLost;
import dev.podproof.conformance.probe.ExecProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Starts one pod of the run's image and looks whether it has the programs that the scenarios use. */
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

    AppletProbe(ApiProbe api, ExecProbe exec, Settings settings, String namespace) {
        this.api = api;
        this.exec = exec;
        this.settings = settings;
        this.namespace = namespace;
    }

    /** Why pods of the run's image are of no use; empty when they are. */
    Optional<String> missing() {
        try {
            Set<String> missing = new TreeSet<>(NEEDED);
            missing.removeAll(present());
            return missing.isEmpty()
                    ? Optional.empty()
                    : Optional.of("the image " + settings.image() + " lacks " + String.join(", ", missing));
        } catch (NotMet | ExecLost e) {
            return Optional.of("no pod of the image " + settings.image() + " could be looked into: " + e.getMessage());
        }
    }

    private List<String> present() {
        String path = "/api/v1/namespaces/" + namespace;
        Eventually.eventually(
                "the service account 'default' in a new namespace",
                settings.patience(),
                () -> api.get(path + "/serviceaccounts/default"),
                Answer::succeeded,
                Answer::message);
        api.create(path + "/pods", Documents.yaml("""
                        metadata: {name: applets}
                        spec:
                          terminationGracePeriodSeconds: 1
                          containers:
                          - name: main
                            image: %s
                            imagePullPolicy: IfNotPresent
                            command: [sleep, "600"]
                        """.formatted(settings.image())));
        Eventually.eventually(
                "the first pod to run",
                settings.patience(),
                () -> api.read(path + "/pods/applets").path("status"),
                status -> status.path("containerStatuses").path(0).path("state").has("running"),
                AppletProbe::state);
        return exec.run(namespace, "applets", "main", List.of("busybox", "--list"), Duration.ofSeconds(30))
                .out()
                .lines()
                .toList();
    }

    private static String state(JsonNode status) {
        return status.path("phase").asText("no phase") + " "
                + status.path("containerStatuses").path(0).path("state") + " " + status.path("conditions");
    }
}
