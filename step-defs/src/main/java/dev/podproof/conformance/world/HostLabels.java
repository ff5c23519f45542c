package dev.podproof.conformance.world;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.HostMarks;
import dev.podproof.conformance.subject.RunIdentity;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Labels of hosts; those that a scenario sets are taken away after it. */
public final class HostLabels {
    private static final String HOSTNAME = "kubernetes.io/hostname";

    private final ApiProbe api;
    private final HostMarks marks;
    private final Consumer<Runnable> afterwards;
    private final String key = "podproof.dev/" + UUID.randomUUID().toString().substring(0, 8);

    HostLabels(ApiProbe api, RunIdentity run, Consumer<Runnable> afterwards) {
        this.api = api;
        this.marks = new HostMarks(api, run);
        this.afterwards = afterwards;
    }

    /** A label's key that only this scenario knows. */
    public String key() {
        return key;
    }

    /** Sets labels whose key is this scenario's own. */
    public void set(Host host, Map<String, String> labels) {
        labels.keySet().forEach(label -> afterwards.accept(() -> marks.unlabel(host, label)));
        marks.label(host, labels);
    }

    /**
     * The label that every host has for itself.
     *
     * @throws NotMet where it has none
     */
    public Map<String, String> ownOf(Host host) {
        String value = api.read(path(host))
                .path("metadata")
                .path("labels")
                .path(HOSTNAME)
                .asText();
        if (value.isEmpty()) {
            throw new NotMet("host " + host.name() + " has no label " + HOSTNAME);
        }
        return Map.of(HOSTNAME, value);
    }

    private static String path(Host host) {
        return "/api/v1/nodes/" + host.name();
    }
}
