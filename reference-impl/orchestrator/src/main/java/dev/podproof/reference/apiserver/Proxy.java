package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Addresses;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.exchange.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Passes a request on to the server of a pod, of one of a service's ready pods, or of a node, and the answer back.
 *
 * <p>Who is meant is {@code NAME}, {@code NAME:PORT} or {@code SCHEME:NAME:PORT}; everything after {@code /proxy} is the path there.
 */
final class Proxy implements Verb {

    private static final int HTTP = 80;
    private static final int MOST = 65_535;
    private static final List<String> NOT_OF_PODS = List.of("127.", "0.", "169.254.", "224.", "255.");
    private static final Pattern PATH = Pattern.compile("/api/v1/(?:namespaces/[^/]+/)?[^/]+/[^/]+/proxy(/.*)?");

    private final Objects objects;
    private final NodeConnection nodes;
    private final Kind endpoints;

    Proxy(Objects objects, NodeConnection nodes, Kinds kinds) {
        this.objects = objects;
        this.nodes = nodes;
        this.endpoints = kinds.named("endpoints");
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        var matcher = PATH.matcher(call.request().path());
        if (!matcher.matches()) {
            throw Router.notFound();
        }
        var path = matcher.group(1) == null ? "/" : matcher.group(1);
        var query = call.request().rawQuery();
        var pathAndQuery = query.isEmpty() ? path : path + "?" + query;
        var reply = target.kind().resource().equals("nodes")
                ? nodes.tunnel(target.name(), pathAndQuery, call.caller().user())
                : toPod(target, pathAndQuery, call.caller().user());
        return CompletableFuture.completedStage(reply);
    }

    private Reply toPod(Target target, String pathAndQuery, String caller) {
        var wanted = Wanted.of(target.name());
        var meant = new Target(target.kind(), target.namespace(), wanted.name(), "");
        boolean pod = target.kind().resource().equals("pods");
        var place = reachable(pod ? ofPod(meant, wanted.port()) : ofService(meant, wanted.port()));
        return new Reply.ToPod(wanted.tls(), place.address(), place.port(), pathAndQuery, caller);
    }

    private record Place(String address, int port) {}

    private Place ofPod(Target target, String port) {
        var pod = objects.get(target).document();
        var address = Json.text(pod, "status", "podIP");
        if (address.isEmpty()) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "pod " + target.name() + " has no address yet");
        }
        return new Place(address, port.isEmpty() ? firstPort(pod) : number(port));
    }

    private static int firstPort(JsonNode pod) {
        for (var container : pod.path("spec").path("containers")) {
            for (var port : container.path("ports")) {
                return port.path("containerPort").asInt();
            }
        }
        return HTTP;
    }

    private Place ofService(Target target, String port) {
        var service = objects.get(target).document();
        var name = portName(target, service, port);
        List<Place> ready = new ArrayList<>();
        objects.find(endpoints, target.namespace(), target.name())
                .ifPresent(found -> found.document().path("subsets").forEach(subset -> add(subset, name, ready)));
        if (ready.isEmpty()) {
            throw new ApiException(
                    Reason.SERVICE_UNAVAILABLE, "no endpoints available for service \"" + target.name() + "\"");
        }
        return ready.get(ThreadLocalRandom.current().nextInt(ready.size()));
    }

    private static void add(JsonNode subset, String portName, List<Place> ready) {
        for (var port : subset.path("ports")) {
            if (Json.text(port, "name").equals(portName)) {
                for (var address : subset.path("addresses")) {
                    ready.add(new Place(
                            Json.text(address, "ip"), port.path("port").asInt()));
                }
            }
        }
    }

    /** Endpoints have the names of the service's ports, and numbers of their own. */
    private static String portName(Target target, JsonNode service, String wanted) {
        var ports = service.path("spec").path("ports");
        if (wanted.isEmpty() && ports.size() == 1) {
            return Json.text(ports.get(0), "name");
        }
        for (var port : ports) {
            if (Json.text(port, "name").equals(wanted)
                    || String.valueOf(port.path("port").asInt()).equals(wanted)) {
                return Json.text(port, "name");
            }
        }
        throw new ApiException(
                Reason.SERVICE_UNAVAILABLE,
                "service \"" + target.name() + "\" has no port \"" + wanted + "\"; ask for NAME:PORT");
    }

    /** A node reports what address a pod has; it must not lead to the master itself. */
    private static Place reachable(Place place) {
        if (!Addresses.isIpv4(place.address()) || NOT_OF_PODS.stream().anyMatch(place.address()::startsWith)) {
            throw ApiException.badRequest("address not allowed: " + place.address());
        }
        return place;
    }

    private static int number(String port) {
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) == 0 || Integer.parseInt(port) > MOST) {
            throw ApiException.badRequest("\"" + port + "\" is not the number of a port");
        }
        return Integer.parseInt(port);
    }

    /** Who is meant. */
    private record Wanted(boolean tls, String name, String port) {

        static Wanted of(String text) {
            var parts = text.split(":", -1);
            return switch (parts.length) {
                case 1 -> new Wanted(false, text, "");
                case 2 -> new Wanted(false, parts[0], parts[1]);
                case 3 -> new Wanted(scheme(parts[0]), parts[1], parts[2]);
                default -> throw ApiException.badRequest("\"" + text + "\" is not SCHEME:NAME:PORT");
            };
        }

        private static boolean scheme(String scheme) {
            if (!scheme.isEmpty() && !scheme.equals("http") && !scheme.equals("https")) {
                throw ApiException.badRequest("\"" + scheme + "\" is neither http nor https");
            }
            return scheme.equals("https");
        }
    }
}
