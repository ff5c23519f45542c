package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.subject.SecurityLevel;
import dev.podproof.conformance.subject.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The pods of a scenario, by the names that it gives them. */
public final class Pods {
    private static final int FORBIDDEN = 403;

    private final ApiProbe api;
    private final Settings settings;
    private final Shell shell;
    private final Map<String, Pod> byName = new LinkedHashMap<>();
    private final Map<String, PodManifest> manifests = new LinkedHashMap<>();
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    Pods(ApiProbe api, Settings settings, Shell shell) {
        this.api = api;
        this.settings = settings;
        this.shell = shell;
    }

    /** Asks for pods and waits until they run, and until what they are to listen on is open. */
    public List<Pod> start(Namespace namespace, PodManifest... wanted) {
        make(namespace, wanted);
        List<Pod> started = new ArrayList<>();
        for (PodManifest manifest : wanted) {
            started.add(running(namespace, manifest.name()));
        }
        started.forEach(this::awaitDoors);
        return started;
    }

    /** Asks for pods and does not wait for them. */
    public void make(Namespace namespace, PodManifest... wanted) {
        for (PodManifest manifest : wanted) {
            admitted(manifest.name(), ask(namespace, manifest));
        }
    }

    /** Makes a pod of the same name, on the same host and in another namespace, which the scenario calls something else. */
    public Pod startNamesake(Namespace namespace, String name, String called) {
        admitted(name, post(namespace, manifests.get(name), ""));
        Pod namesake = await(namespace, name);
        byName.put(called, namesake);
        return namesake;
    }

    /** Asks for a pod that the API may refuse. */
    public Answer ask(Namespace namespace, PodManifest manifest) {
        return ask(namespace, manifest, "");
    }

    /** As {@link #ask(Namespace, PodManifest)}, with query parameters. */
    public Answer ask(Namespace namespace, PodManifest manifest, String query) {
        Answer answer = post(namespace, manifest, query);
        manifests.put(manifest.name(), manifest);
        answers.put(manifest.name(), answer);
        return answer;
    }

    private Answer post(Namespace namespace, PodManifest manifest, String query) {
        ObjectNode document = manifest.complete(settings.image());
        namespace.allow(document);
        return api.post(namespace.path("pods") + query, document);
    }

    /**
     * What the API made of a pod that is to run.
     *
     * @throws MissingNeed when a policy of the cluster keeps such pods out
     */
    private void admitted(String name, Answer answer) {
        if (answer.status() == FORBIDDEN) {
            throw new MissingNeed(
                    "admission-" + SecurityLevel.leastFor(declared(name)).word(),
                    answer.message().replaceFirst("^pods \"[^\"]*\" is ", "such a pod is "));
        }
        ApiProbe.granted("make pod " + name, answer);
    }

    /** What the API answered when it was last asked for a pod. */
    public Answer answer(String name) {
        return answers.get(name);
    }

    /** Compares the answer to the request for a pod with what is allowed: it is accepted, or forbidden by a policy, in which case there is no more to be seen. */
    public boolean forbidden(String name, Comparison comparison) {
        Answer answer = answers.get(name);
        comparison.holds(
                "the answer to the request for pod " + name,
                "accepted, or 403 by a policy of the cluster",
                answer.succeeded() ? "accepted" : answer.status() + " " + answer.message(),
                answer.succeeded() || answer.status() == FORBIDDEN);
        return !answer.succeeded();
    }

    /** What the API was last asked for under that name. */
    public JsonNode declared(String name) {
        return manifests.get(name).complete(settings.image());
    }

    /** Makes a pod that was deleted once more, as it was asked for. */
    public Pod again(Namespace namespace, String name) {
        return start(namespace, manifests.get(name)).get(0);
    }

    /** Waits until a pod that was asked for runs. */
    public Pod running(Namespace namespace, String name) {
        Pod running = await(namespace, name);
        byName.put(name, running);
        return running;
    }

    /** Waits until a pod that was asked for runs, and until what it is to listen on is open. */
    public Pod listening(Namespace namespace, String name) {
        Pod running = running(namespace, name);
        awaitDoors(running);
        return running;
    }

    /** Counts pods that stand for the whole run among those of the scenario. */
    void adopt(List<Pod> standing) {
        standing.forEach(pod -> byName.put(pod.name(), pod));
    }

    private Pod await(Namespace namespace, String name) {
        return Eventually.eventuallyAtWork(
                "pod " + name + " to run",
                settings.patience(),
                () -> new Pod(namespace.name(), name, api.read(namespace.path("pods/" + name))),
                Pod::isRunning,
                Pod::summary);
    }

    /** Waits until a container whose process was ended for the first time runs again. */
    public void awaitRestart(Pod pod, String container) {
        Eventually.eventually(
                "container " + container + " of pod " + pod.name() + " to run again",
                settings.patience(),
                () -> read(pod),
                now -> now.status(container).path("restartCount").asInt() == 1
                        && now.status(container).path("state").has("running"),
                Pod::summary);
    }

    /** Deletes pods and waits until they are gone. */
    public void delete(Pod... pods) {
        Arrays.stream(pods).forEach(this::askToDelete);
        Arrays.stream(pods).forEach(this::awaitGone);
    }

    public boolean exists(Pod pod) {
        return find(pod).isPresent();
    }

    /** The pod as it is now, if it is still that one. */
    public Optional<Pod> find(Pod pod) {
        Answer answer = api.get(path(pod));
        return answer.succeeded() && uid(answer.body()).equals(pod.uid())
                ? Optional.of(new Pod(pod.namespace(), pod.name(), answer.body()))
                : Optional.empty();
    }

    /** Waits until a pod that is being deleted is gone. */
    public void awaitGone(Pod pod) {
        Eventually.eventually(
                "pod " + pod.name() + " to be gone",
                settings.patience(),
                () -> api.get(path(pod)),
                answer -> answer.missing() || !uid(answer.body()).equals(pod.uid()),
                answer -> answer.body().path("status").toString());
    }

    /** Asks for the deletion of a pod, and waits for nothing. */
    public void askToDelete(Pod pod) {
        ApiProbe.granted("delete pod " + pod.name(), api.delete(path(pod)));
    }

    /** Has its object go at once, whatever becomes of its containers. */
    public void deleteWithoutGrace(Pod pod) {
        ApiProbe.granted(
                "delete pod " + pod.name() + " without a grace period",
                api.delete(path(pod) + "?gracePeriodSeconds=0"));
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

    /** Each container is asked for its own: whether the others see them too is for scenarios to find out. */
    private void awaitDoors(Pod pod) {
        for (String container : pod.containers()) {
            Set<String> wanted = pod.listening(container);
            if (!wanted.isEmpty()) {
                Eventually.eventually(
                        "container " + container + " of pod " + pod.name() + " to listen on " + wanted,
                        settings.patience(),
                        () -> shell.run(pod, container, "netstat -tuln").out(),
                        table -> Network.listening(table).containsAll(wanted));
            }
        }
    }

    private static String path(Pod pod) {
        return "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name();
    }

    private static String uid(JsonNode document) {
        return document.path("metadata").path("uid").asText();
    }
}
