package dev.podproof.reference.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Of the services that a change of a pod's labels concerns, all but the first by name stay as they are: what is written for them because of it is answered and
 * not kept. The next thing that happens to them or their pods puts it right.
 */
final class OneServiceHears implements Answers {
    /** A write that comes later is because of something else. */
    private static final Duration BECAUSE = Duration.ofSeconds(3);

    private final Answers real;
    private final Clock clock;
    private final Map<String, Instant> deaf = new ConcurrentHashMap<>();
    /** By namespace: what is written for services waits until it is known whom the last change concerns. */
    private final Map<String, CompletionStage<?>> known = new ConcurrentHashMap<>();

    /** Whom a change concerns, as one group of those of which only the first hears of it, or as several. */
    private final boolean apart;

    private OneServiceHears(Answers real, Clock clock, boolean apart) {
        this.real = real;
        this.clock = clock;
        this.apart = apart;
    }

    /** Of all that a pod comes to or leaves only one hears of it. */
    static OneServiceHears ofAll(Answers real, Clock clock) {
        return new OneServiceHears(real, clock, false);
    }

    /** Of those that a pod comes to one hears of it, and of those that it leaves one. */
    static OneServiceHears ofEach(Answers real, Clock clock) {
        return new OneServiceHears(real, clock, true);
    }

    @Override
    public CompletionStage<Reply> handle(Request request) {
        Asked asked = Asked.of(request);
        if (asked.who() == Asked.Who.USER
                && asked.isFor("pods")
                && asked.isChange()
                && asked.subresource().isEmpty()) {
            return changed(request, asked.namespace());
        }
        if (asked.who() != Asked.Who.MASTER
                || !asked.isFor("endpoints")
                || !asked.method().equals("PUT")) {
            return real.handle(request);
        }
        return known.getOrDefault(asked.namespace(), CompletableFuture.completedStage(null))
                .thenCompose(unused -> {
                    Instant until = deaf.remove(asked.namespace() + "/" + asked.name());
                    return until != null && clock.instant().isBefore(until)
                            ? CompletableFuture.completedStage(Reply.json(200, request.body()))
                            : real.handle(request);
                });
    }

    private CompletionStage<Reply> changed(Request request, String namespace) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        known.put(namespace, done);
        return Documents.get(real, request, "/api/v1/namespaces/" + namespace + "/services")
                .thenCompose(services -> Documents.get(real, request, request.path())
                        .thenCompose(before -> real.handle(request)
                                .thenApply(reply -> Documents.changed(reply, after -> {
                                    note(namespace, services, before, after);
                                    return after;
                                }))))
                .whenComplete((reply, failed) -> done.complete(true));
    }

    private void note(String namespace, ObjectNode services, ObjectNode before, ObjectNode after) {
        Instant until = clock.instant().plus(BECAUSE);
        PodJson.objects(services, "items").stream()
                .filter(service -> selects(service, before) != selects(service, after))
                .sorted(Comparator.comparing(OneServiceHears::name))
                .collect(Collectors.groupingBy(service -> apart && selects(service, after)))
                .values()
                .forEach(concerned -> concerned.stream()
                        .skip(1)
                        .forEach(service -> deaf.put(namespace + "/" + name(service), until)));
    }

    private static String name(JsonNode service) {
        return Json.text(service, "metadata", "name");
    }

    private static boolean selects(JsonNode service, JsonNode pod) {
        Map<String, String> selector = Json.strings(Json.at(service, "spec", "selector"));
        return !selector.isEmpty()
                && Json.strings(Json.at(pod, "metadata", "labels")).entrySet().containsAll(selector.entrySet());
    }
}
