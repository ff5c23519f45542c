package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.subject.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The pods of a scenario, by the names that it gives them. */
public final class Pods {
    private final ApiProbe api;
    private final Settings settings;
    private final Shell shell;
    private final Map<String, Pod> byName = new LinkedHashMap<>();

    Pods(ApiProbe api, Settings settings, Shell shell) {
        this.api = api;
        this.settings = settings;
        this.shell = shell;
    }

    /** Asks for pods and waits until they run, and until what they are to listen on is open. */
    public List<Pod> start(Namespace namespace, PodManifest... manifests) {
        make(namespace, manifests);
        List<Pod> started = new ArrayList<>();
        for (PodManifest manifest : manifests) {
            started.add(running(namespace, manifest.name()));
        }
        started.forEach(this::awaitDoors);
        return started;
    }

    /** Asks for pods and does not wait for them. */
    public void make(Namespace namespace, PodManifest... manifests) {
        for (PodManifest manifest : manifests) {
            api.create(namespace.path("pods"), manifest.complete(settings.image()));
        }
    }

    /** Asks for a pod that the API may refuse. */
    public Answer ask(Namespace namespace, PodManifest manifest) {
        return api.post(namespace.path("pods"), manifest.complete(settings.image()));
    }

    /** Waits until a pod that was asked for runs. */
    public Pod running(Namespace namespace, String name) {
        Pod running = Eventually.eventually(
                "pod " + name + " to run",
                settings.patience(),
                () -> new Pod(namespace.name(), name, api.read(namespace.path("pods/" + name))),
                Pod::isRunning,
                Pod::summary);
        byName.put(name, running);
        return running;
    }

    /** Deletes pods and waits until they are gone. */
    public void delete(Pod... pods) {
        Arrays.stream(pods).forEach(pod -> ApiProbe.granted("delete pod " + pod.name(), api.delete(path(pod))));
        for (Pod pod : pods) {
            Eventually.eventually(
                    "pod " + pod.name() + " to be gone",
                    settings.patience(),
                    () -> api.get(path(pod)),
                    answer -> answer.missing() || !uid(answer.body()).equals(uid(pod.document())),
                    answer -> answer.body().path("status").toString());
        }
    }

    /** What the API shows of it now. */
    public Pod read(Pod pod) {
        return new Pod(pod.namespace(), pod.name(), api.read(path(pod)));
    }

    /** What the API shows now of a pod that was asked for. */
    public Pod read(Namespace namespace, String name) {
        return new Pod(namespace.name(), name, api.read(namespace.path("pods/" + name)));
    }

    /** The message of an event of that pod with this reason. */
    public Optional<String> event(Namespace namespace, String name, String reason) {
        String path = namespace.path("events")
                + ApiProbe.query(Map.of("fieldSelector", "involvedObject.name=" + name + ",reason=" + reason));
        return api.read(path).path("items").findValuesAsText("message").stream().findFirst();
    }

    /** The pods, as {@code namespace/name}, that run at this address on a network of their own. */
    public List<String> withAddress(String address) {
        return StreamSupport.stream(api.read("/api/v1/pods").path("items").spliterator(), false)
                .filter(pod -> pod.path("status").path("podIP").asText().equals(address)
                        && pod.path("status").path("phase").asText().equals("Running")
                        && !pod.path("spec").path("hostNetwork").asBoolean()
                        && !pod.path("metadata").has("deletionTimestamp"))
                .map(pod -> pod.path("metadata").path("namespace").asText() + "/"
                        + pod.path("metadata").path("name").asText())
                .toList();
    }

    public Pod get(String name) {
        Pod pod = byName.get(name);
        if (pod == null) {
            throw new IllegalStateException("The scenario has no pod " + name + ", only " + byName.keySet());
        }
        return pod;
    }

    /** Those that were started behind a service. */
    public List<Pod> behind(Service service) {
        return all().stream()
                .filter(pod -> pod.label(Services.BEHIND).equals(service.name()))
                .toList();
    }

    /** All that were started, in the order in which they were. */
    public List<Pod> all() {
        return List.copyOf(byName.values());
    }

    private void awaitDoors(Pod pod) {
        if (!pod.doors().isEmpty()) {
            Eventually.eventually(
                    "pod " + pod.name() + " to listen on " + pod.doors(),
                    settings.patience(),
                    () -> shell.run(pod, pod.containers().get(0), "netstat -tuln")
                            .out(),
                    table -> Network.listening(table).containsAll(pod.doors()));
        }
    }

    private static String path(Pod pod) {
        return "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name();
    }

    private static String uid(JsonNode document) {
        return document.path("metadata").path("uid").asText();
    }
}
