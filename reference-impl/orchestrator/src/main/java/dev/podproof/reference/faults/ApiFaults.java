package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.told;
import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.PodJson.containers;
import static dev.podproof.reference.faults.PodJson.declared;
import static dev.podproof.reference.faults.PodJson.laterContainers;
import static dev.podproof.reference.faults.PodJson.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An API that keeps something else than it was told, finds others than it was asked for, or mixes what is wanted with what is. */
final class ApiFaults {
    private static final Pattern SELECTOR = Pattern.compile("(^|&)labelSelector=([^&]*)");
    private static final Pattern IN = Pattern.compile("^\\s*(\\S+)\\s+in\\s*\\((.*)\\)\\s*$");

    private ApiFaults() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>(declarations());
        all.addAll(selectors());
        return all;
    }

    private static List<Fault> declarations() {
        return List.of(
                lost(
                        "probes-and-hooks-are-lost",
                        containers(container -> container.remove(
                                List.of("livenessProbe", "readinessProbe", "startupProbe", "lifecycle")))),
                lost("affinity-is-lost", spec(s -> s.remove("affinity"))),
                lost("tolerations-are-lost", spec(s -> s.remove("tolerations"))),
                lost("annotations-of-pods-are-lost", pod -> {
                    Json.child(pod, "metadata").remove("annotations");
                    return pod;
                }),
                lost("ports-of-one-number-are-one", containers(ApiFaults::onePortOfEachNumber)),
                lost("values-of-later-containers-are-lost", laterContainers(container -> container.remove("env"))),
                lost("limits-become-requests", containers(container -> {
                    if (container.get("resources") instanceof ObjectNode resources && resources.has("limits")) {
                        resources.set("requests", resources.get("limits").deepCopy());
                    }
                })),
                named("status-of-pods-is-not-written-apart")
                        .before(Answers.class, Documents.refused(ApiFaults::writesStatus, 404, "NotFound")),
                named("written-status-is-lost")
                        .before(
                                Answers.class,
                                (real, place) ->
                                        request -> real.handle(writesStatus(request) ? read(request) : request)),
                named("a-write-of-status-changes-the-labels")
                        .before(
                                Answers.class,
                                (real, place) -> request -> writesStatus(request)
                                        ? twice(real, request, request.path().replaceAll("/status$", ""))
                                        : real.handle(request)),
                named("a-patch-of-status-changes-the-declaration")
                        .before(
                                Answers.class,
                                (real, place) -> request -> patchesStatus(request)
                                        ? twice(real, request, request.path().replaceAll("/status$", ""))
                                        : real.handle(request)),
                named("a-write-of-the-declaration-changes-the-status")
                        .before(
                                Answers.class,
                                (real, place) -> request -> writes(request, "")
                                        ? twice(real, request, request.path() + "/status")
                                        : real.handle(request)));
    }

    private static List<Fault> selectors() {
        return List.of(
                named("sets-are-refused-in-selectors")
                        .before(
                                Answers.class,
                                Documents.refused(
                                        request -> requirements(request).stream()
                                                .anyMatch(
                                                        one -> one.matches(".* (in|notin) .*") || one.startsWith("!")),
                                        400,
                                        "BadRequest")),
                named("the-beginning-of-a-value-is-enough")
                        .before(Answers.class, (real, place) -> request -> byBeginnings(real, request)),
                selecting(
                        "only-the-first-requirement-selects",
                        list -> list.subList(1, list.size()).clear()),
                selecting(
                        "not-in-wants-the-label",
                        list -> list.stream()
                                .filter(one -> one.matches(".* notin .*"))
                                .map(one -> one.replaceAll(" notin .*", ""))
                                .toList()
                                .forEach(list::add)),
                selecting(
                        "unequal-wants-the-label",
                        list -> list.stream()
                                .filter(one -> one.contains("!="))
                                .map(one -> one.replaceAll("!=.*", ""))
                                .toList()
                                .forEach(list::add)),
                selecting("absence-is-no-requirement", list -> list.removeIf(one -> one.startsWith("!"))),
                selecting("only-the-last-requirement-on-a-label-counts", list -> {
                    Map<String, String> last = new LinkedHashMap<>();
                    list.forEach(one -> last.put(one.replaceAll("^!?\\s*([^\\s=!]+).*", "$1"), one));
                    list.retainAll(last.values());
                }),
                named("later-pages-hold-what-does-not-match")
                        .before(
                                Answers.class,
                                (real, place) -> request -> real.handle(
                                        fromUser(request)
                                                        && !request.query()
                                                                .text("continue")
                                                                .isEmpty()
                                                ? withRequirements(request, List.of())
                                                : request)),
                named("selectors-of-services-are-ignored")
                        .before(
                                Answers.class,
                                (real, place) -> request -> real.handle(
                                        Asked.of(request).isFor("services") && fromUser(request)
                                                ? withRequirements(request, List.of())
                                                : request)));
    }

    private static Fault lost(String id, UnaryOperator<ObjectNode> change) {
        return named(id).before(Answers.class, told(declared(), change));
    }

    private static void onePortOfEachNumber(ObjectNode container) {
        Set<Integer> seen = new HashSet<>();
        PodJson.keep(
                container, "ports", port -> seen.add(port.path("containerPort").asInt()));
    }

    private static boolean writesStatus(Request request) {
        return writes(request, "status");
    }

    private static boolean patchesStatus(Request request) {
        Asked asked = Asked.of(request);
        return asked.who() == Asked.Who.USER
                && asked.method().equals("PATCH")
                && asked.subresource().equals("status");
    }

    private static boolean writes(Request request, String subresource) {
        Asked asked = Asked.of(request);
        return asked.who() == Asked.Who.USER
                && asked.isFor("pods")
                && asked.isChange()
                && asked.subresource().equals(subresource);
    }

    private static Request read(Request request) {
        return Asked.withMethod(Asked.withBody(request, new byte[0]), "GET");
    }

    /** The same body at another place too, whatever comes of it there. The revision in it is that of before both. */
    static CompletionStage<Reply> twice(Answers real, Request request, String path) {
        return real.handle(request).thenCompose(reply -> {
            boolean readable = request.body().length > 0 && request.body()[0] == '{';
            if (!readable) {
                return real.handle(Asked.withPath(request, path)).thenApply(unused -> reply);
            }
            ObjectNode body = Json.parseObject(request.body());
            Json.child(body, "metadata").remove("resourceVersion");
            return real.handle(Asked.withPath(Asked.withBody(request, Json.bytes(body)), path))
                    .thenApply(unused -> reply);
        });
    }

    private static boolean fromUser(Request request) {
        return Asked.of(request).who() == Asked.Who.USER;
    }

    private static Fault selecting(String id, java.util.function.Consumer<List<String>> change) {
        return named(id).before(Answers.class, (real, place) -> request -> {
            List<String> requirements = new ArrayList<>(requirements(request));
            if (requirements.isEmpty() || !fromUser(request)) {
                return real.handle(request);
            }
            change.accept(requirements);
            return real.handle(withRequirements(request, requirements));
        });
    }

    /** What a label selector asks for, one by one; commas in parentheses part values. */
    static List<String> requirements(Request request) {
        Matcher found = SELECTOR.matcher(request.rawQuery());
        if (!found.find() || found.group(2).isEmpty()) {
            return List.of();
        }
        String selector = URLDecoder.decode(found.group(2), StandardCharsets.UTF_8);
        return Arrays.stream(selector.split(",(?![^(]*\\))"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    static Request withRequirements(Request request, List<String> requirements) {
        String selector = URLEncoder.encode(String.join(",", requirements), StandardCharsets.UTF_8);
        return Asked.withQuery(
                request,
                SELECTOR.matcher(request.rawQuery())
                        .replaceAll(Matcher.quoteReplacement("&labelSelector=" + selector)));
    }

    /** Values of a set stand for all that begin like them. */
    private static CompletionStage<Reply> byBeginnings(Answers real, Request request) {
        List<Matcher> sets = requirements(request).stream()
                .map(IN::matcher)
                .filter(Matcher::matches)
                .toList();
        if (sets.isEmpty() || !fromUser(request)) {
            return real.handle(request);
        }
        List<String> others = requirements(request).stream()
                .filter(one -> !IN.matcher(one).matches())
                .toList();
        return real.handle(withRequirements(request, others))
                .thenApply(reply -> Documents.changed(
                        reply, object -> sets.stream().allMatch(set -> begins(object, set)) ? object : null));
    }

    private static boolean begins(ObjectNode object, Matcher set) {
        var label = Json.at(object, "metadata", "labels", set.group(1));
        return !label.isMissingNode()
                && Arrays.stream(set.group(2).split(","))
                        .anyMatch(value -> label.asText().startsWith(value.strip()));
    }
}
