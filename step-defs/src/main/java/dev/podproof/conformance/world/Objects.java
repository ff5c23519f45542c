package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.subject.SecurityLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Objects that are there for their labels: nothing of them ever runs. */
public final class Objects {
    /** More than any scenario has objects: a list that does not end is none. */
    private static final int MOST_PARTS = 50;

    private final ApiProbe api;

    Objects(ApiProbe api) {
        this.api = api;
    }

    /** The kinds that the document gives labels to. */
    public enum Kind {
        PODS("{schedulerName: nobody, containers: [{name: main, image: none}]}"),
        SERVICES("ports: [{port: 80}]"),
        REPLICATION_CONTROLLERS(
                "{replicas: 0, selector: {a: b}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: main, image: none}]}}}");

        private final String spec;

        Kind(String spec) {
            this.spec = spec;
        }

        /** From the words of a feature, such as {@code replication controllers}. */
        public static Kind of(String words) {
            return valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
        }

        private String path() {
            return name().toLowerCase(Locale.ROOT).replace("_", "");
        }
    }

    /**
     * Makes one.
     *
     * @param labels as {@code app=shop, env=live}
     */
    public void make(Namespace namespace, Kind kind, String name, String labels) {
        ObjectNode document = Documents.yaml("metadata: {name: %s}".formatted(name));
        ObjectNode target = document.withObject("/metadata/labels");
        Arrays.stream(labels.split(", *", -1))
                .map(label -> label.split("=", 2))
                .forEach(pair -> target.put(pair[0], pair[1]));
        document.set("spec", Documents.yaml(kind.spec));
        if (kind == Kind.PODS) {
            SecurityLevel.fit(document, "none");
        }
        api.create(namespace.path(kind.path()), document);
    }

    /** Sets one label and leaves the others. */
    public void label(Namespace namespace, Kind kind, String name, String label, String value) {
        ObjectNode change = Documents.yaml("{}");
        change.withObject("/metadata/labels").put(label, value);
        ApiProbe.granted("relabel " + name, api.merge(namespace.path(kind.path() + "/" + name), change));
    }

    /**
     * The names of those that a selector finds, in their order.
     *
     * @param limit how many to be given at a time; 0 for all at once
     */
    public List<String> find(Namespace namespace, Kind kind, String selector, int limit) {
        List<String> names = new ArrayList<>();
        String from = "";
        for (int part = 0; part == 0 || (!from.isEmpty() && part < MOST_PARTS); part++) {
            Map<String, String> query = new TreeMap<>(Map.of("labelSelector", selector));
            if (limit > 0) {
                query.put("limit", String.valueOf(limit));
            }
            if (!from.isEmpty()) {
                query.put("continue", from);
            }
            JsonNode list = api.read(namespace.path(kind.path()) + ApiProbe.query(query));
            list.path("items")
                    .forEach(
                            item -> names.add(item.path("metadata").path("name").asText()));
            from = list.path("metadata").path("continue").asText();
        }
        return names.stream().sorted().toList();
    }
}
