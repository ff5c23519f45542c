package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.subject.RunIdentity;
import dev.podproof.conformance.subject.SecurityLevel;
import dev.podproof.conformance.subject.Settings;

/** A namespace that one scenario has to itself. */
public final class Namespace {
    private final ApiProbe api;
    private final String name;
    private SecurityLevel level = SecurityLevel.RESTRICTED;

    private Namespace(ApiProbe api, String name) {
        this.api = api;
        this.name = name;
    }

    /** Makes one with a name that the API generates, and waits until pods can be made in it. */
    static Namespace make(ApiProbe api, RunIdentity run, Settings settings, String scenario) {
        ObjectNode document = Documents.yaml("metadata: {generateName: podproof-}");
        ObjectNode labels = document.withObject("/metadata/labels");
        run.labels().forEach(labels::put);
        // The suite asks for no more than its pods need: the strictest level, until a pod comes that needs another.
        labels.put(SecurityLevel.LABEL, SecurityLevel.RESTRICTED.word());
        ObjectNode annotations = document.withObject("/metadata/annotations");
        run.annotations().forEach(annotations::put);
        annotations.put("podproof.dev/scenario", scenario);
        Namespace made = new Namespace(
                api,
                api.create("/api/v1/namespaces", document)
                        .path("metadata")
                        .path("name")
                        .asText());
        Eventually.eventually(
                "the service account 'default' in namespace " + made.name,
                settings.patience(),
                () -> api.get(made.path("serviceaccounts/default")),
                Answer::succeeded,
                Answer::message);
        return made;
    }

    public String name() {
        return name;
    }

    /** The API's path of something in it, for example {@code pods/web}. */
    public String path(String below) {
        return "/api/v1/namespaces/" + name + "/" + below;
    }

    /**
     * Asks for the level that a pod needs which is to be made here, where that is looser than the one that was asked for before. A cluster that
     * refuses says so once more when it is asked for the pod.
     */
    synchronized void allow(JsonNode pod) {
        SecurityLevel needed = SecurityLevel.leastFor(pod);
        if (needed.isLooserThan(level)) {
            ObjectNode change = Documents.yaml("{}");
            change.withObject("/metadata/labels").put(SecurityLevel.LABEL, needed.word());
            Answer answer = api.merge("/api/v1/namespaces/" + name, change);
            if (answer.succeeded()) {
                level = needed;
            }
        }
    }

    /** What an object outside of it says to go with it. */
    ObjectNode asOwner() {
        String uid = api.read("/api/v1/namespaces/" + name)
                .path("metadata")
                .path("uid")
                .asText();
        return Documents.yaml("{apiVersion: v1, kind: Namespace}")
                .put("name", name)
                .put("uid", uid);
    }

    /** Asks for its deletion; the cluster takes its time, and nobody waits for it. */
    public void delete() {
        api.delete("/api/v1/namespaces/" + name);
    }
}
