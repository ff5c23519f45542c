package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the pod's node answers itself: logs, exec, attach, port-forward. The server only finds the way. */
final class NodeConnection implements Verb {

    private static final int DEFAULT_PORT = 10250;
    private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

    private static final Map<String, String> PATHS =
            Map.of("log", "containerLogs", "exec", "exec", "attach", "attach", "portforward", "portForward");

    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");

    private final Objects objects;
    private final Kind nodes;

    NodeConnection(Objects objects, Kinds kinds) {
        this.objects = objects;
        this.nodes = kinds.named("nodes");
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        var request = call.request();
        var pod = objects.get(target).document();
        var subresource = target.subresource();
        if (!subresource.equals("log") && !request.upgrade()) {
            throw ApiException.badRequest("Upgrade request required");
        }
        var path = "/" + PATHS.get(subresource) + "/" + target.namespace() + "/" + target.name();
        if (!subresource.equals("portforward")) {
            path += "/" + container(target, pod, request);
        }
        var name = Json.text(pod, "spec", "nodeName");
        if (name.isEmpty()) {
            throw ApiException.badRequest("pod " + target.name() + " does not have a host assigned");
        }
        var query = NodeQuery.of(subresource, target.name(), request.query());
        return CompletableFuture.completedStage(
                tunnel(name, path + "?" + query, call.caller().user()));
    }

    private static String container(Target target, JsonNode pod, Request request) {
        List<String> names = new ArrayList<>();
        for (var list : CONTAINERS) {
            pod.path("spec").path(list).forEach(container -> names.add(Json.text(container, "name")));
        }
        var wanted = request.query().text("container");
        if (wanted.isEmpty()) {
            wanted = Json.text(pod, "metadata", "annotations", DEFAULT_CONTAINER);
        }
        if (wanted.isEmpty() && pod.path("spec").path("containers").size() == 1) {
            wanted = names.get(0);
        }
        if (wanted.isEmpty()) {
            throw ApiException.badRequest(
                    "a container name must be specified for pod " + target.name() + ", choose one of: " + names);
        }
        if (!names.contains(wanted)) {
            throw ApiException.badRequest("container " + wanted + " is not valid for pod " + target.name());
        }
        return wanted;
    }

    /** The way to a node's server, for that user. */
    Reply tunnel(String name, String pathAndQuery, String caller) {
        var node = objects.find(nodes, "", name)
                .orElseThrow(() -> Objects.notFound(nodes, name))
                .document();
        for (var address : node.path("status").path("addresses")) {
            if (Json.text(address, "type").equals("InternalIP")) {
                var port = Json.at(node, "status", "daemonEndpoints", "kubeletEndpoint", "Port");
                return new Reply.Tunnel(
                        name, Json.text(address, "address"), port.asInt(DEFAULT_PORT), pathAndQuery, caller);
            }
        }
        throw new ApiException(Reason.SERVICE_UNAVAILABLE, "node " + name + " has not said yet where it is reached");
    }
}
