package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hosts that are no more than entries in the API, on which nothing ever runs: the cluster counts them when it hands out what each host has. They belong
 * to a namespace, so that they go with it even if nobody is there any more to remove them.
 */
public final class HostEntries {
    private final ApiProbe api;
    private final Namespace owner;
    private final Consumer<Runnable> afterwards;
    private int made;

    HostEntries(ApiProbe api, Namespace owner, Consumer<Runnable> afterwards) {
        this.api = api;
        this.owner = owner;
        this.afterwards = afterwards;
    }

    /** Makes that many more, and returns their names. */
    public List<String> add(int count) {
        ObjectNode namespace = owner.asOwner();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = owner.name() + "-" + ++made;
            ObjectNode node = Documents.yaml("{apiVersion: v1, kind: Node, spec: {unschedulable: true}}");
            ObjectNode metadata = node.putObject("metadata").put("name", name);
            metadata.putArray("ownerReferences").add(namespace);
            afterwards.accept(() -> remove(name));
            api.create("/api/v1/nodes", node);
            names.add(name);
        }
        return names;
    }

    /** Removes one that may be gone already. */
    public void remove(String name) {
        api.delete("/api/v1/nodes/" + name);
    }
}
