package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.probe.ApiProbe;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs leave in a cluster: namespaces, which carry labels that say whose they are. */
public final class Leftovers {
    /** No run takes longer; what is older is nobody's, wherever it came from. */
    private static final Duration LONGEST_RUN = Duration.ofHours(3);

    private Leftovers() {}

    /** Deletes the namespaces of earlier runs that were killed, and none of a run that may be alive; returns their names. */
    public static List<String> ofEarlierRuns(ApiProbe api) {
        List<String> removed = new ArrayList<>();
        JsonNode list = api.read("/api/v1/namespaces" + ApiProbe.query(Map.of("labelSelector", RunIdentity.RUN)));
        Optional<Instant> serverTime = api.get("/version").date().map(Leftovers::parse);
        for (JsonNode namespace : list.path("items")) {
            JsonNode annotations = namespace.path("metadata").path("annotations");
            boolean ended = RunIdentity.hasEnded(
                    annotations.path(RunIdentity.MACHINE).asText(),
                    annotations.path(RunIdentity.PROCESS).asText());
            Instant made = Instant.parse(
                    namespace.path("metadata").path("creationTimestamp").asText("1970-01-01T00:00:00Z"));
            boolean old =
                    serverTime.map(now -> made.plus(LONGEST_RUN).isBefore(now)).orElse(false);
            if (ended || old) {
                removed.add(remove(api, namespace));
            }
        }
        return removed;
    }

    /**
     * Deletes what this run has made, and waits until it is gone.
     *
     * @throws NotMet when it is not gone within the limit
     */
    public static void ofRun(ApiProbe api, RunIdentity run, Duration limit) {
        String path = "/api/v1/namespaces" + ApiProbe.query(Map.of("labelSelector", RunIdentity.RUN + "=" + run.id()));
        api.read(path).path("items").forEach(namespace -> {
            if (!namespace.path("metadata").has("deletionTimestamp")) {
                remove(api, namespace);
            }
        });
        Eventually.eventually(
                "this run's namespaces to be gone",
                new Limit(limit, "what cleaning up may take"),
                () -> names(api.read(path)),
                List::isEmpty);
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.path("items")
                .forEach(item -> names.add(item.path("metadata").path("name").asText()));
        return names;
    }

    private static String remove(ApiProbe api, JsonNode namespace) {
        String name = namespace.path("metadata").path("name").asText();
        api.delete("/api/v1/namespaces/" + name);
        return name;
    }

    private static Instant parse(String httpDate) {
        return ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
    }
}
