package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiProbe;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The runs that have namespaces in a cluster, and which of them may be at work. Of this machine's runs the process tells; a run of another
 * machine tells itself, by its {@link LifeSign}, and is over when that has not come for a while by the cluster's own clock.
 */
public final class Runs {
    /** Ten times the pause between two signs: a busy cluster may be late. */
    static final Duration LONGEST_SILENCE = LifeSign.PAUSE.multipliedBy(10);

    /** A run that gives no sign is one that has just begun, or none of this suite's version: what is older is nobody's. */
    private static final Duration LONGEST_RUN = Duration.ofHours(3);

    private final Optional<Instant> now;
    private final List<JsonNode> namespaces = new ArrayList<>();
    private final Map<String, Instant> lastSigns = new LinkedHashMap<>();

    private Runs(JsonNode list, Optional<Instant> now) {
        this.now = now;
        for (JsonNode namespace : list.path("items")) {
            namespaces.add(namespace);
            String sign = annotation(namespace, LifeSign.ALIVE);
            if (!sign.isEmpty()) {
                lastSigns.merge(
                        owner(namespace).id(),
                        instant(sign).orElse(Instant.EPOCH),
                        (one, other) -> one.isAfter(other) ? one : other);
            }
        }
    }

    /** Looks at a cluster. */
    static Runs in(ApiProbe api) {
        String path = "/api/v1/namespaces" + ApiProbe.query(Map.of("labelSelector", RunIdentity.RUN));
        Answer answer = api.get(path);
        JsonNode list = ApiProbe.granted("GET " + path, answer);
        return new Runs(list, answer.date().flatMap(Runs::httpDate));
    }

    /** In words, another run than this one that may be at work in this cluster. */
    public static Optional<String> another(ApiProbe api, RunIdentity mine) {
        Runs runs = in(api);
        return runs.namespaces.stream()
                .map(Runs::owner)
                .filter(owner -> !owner.id().equals(mine.id()) && !runs.hasEnded(owner))
                .map(RunIdentity::said)
                .findFirst();
    }

    static RunIdentity owner(JsonNode namespace) {
        return new RunIdentity(
                namespace.path("metadata").path("labels").path(RunIdentity.RUN).asText(),
                annotation(namespace, RunIdentity.MACHINE),
                annotation(namespace, RunIdentity.PROCESS));
    }

    /** The namespaces of runs that have ended. */
    List<JsonNode> left() {
        return namespaces.stream()
                .filter(namespace -> hasEnded(owner(namespace)))
                .toList();
    }

    /** True if this run is over, wherever it ran. */
    boolean hasEnded(RunIdentity run) {
        if (run.isOfThisMachine()) {
            return run.processHasEnded();
        }
        Instant sign = lastSigns.get(run.id());
        return sign != null
                ? isLongAgo(sign, LONGEST_SILENCE)
                : lastMade(run).map(made -> isLongAgo(made, LONGEST_RUN)).orElse(true);
    }

    private boolean isLongAgo(Instant then, Duration time) {
        return now.map(then.plus(time)::isBefore).orElse(false);
    }

    private Optional<Instant> lastMade(RunIdentity run) {
        return namespaces.stream()
                .filter(namespace -> owner(namespace).id().equals(run.id()))
                .map(namespace ->
                        namespace.path("metadata").path("creationTimestamp").asText())
                .flatMap(made -> instant(made).stream())
                .max(Instant::compareTo);
    }

    private static String annotation(JsonNode namespace, String key) {
        return namespace.path("metadata").path("annotations").path(key).asText();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            // Somebody else's words: as if nothing stood there.
            return Optional.empty();
        }
    }

    static Optional<Instant> httpDate(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            // Something in between has a clock of its own kind: what depends on it is not known.
            return Optional.empty();
        }
    }
}
