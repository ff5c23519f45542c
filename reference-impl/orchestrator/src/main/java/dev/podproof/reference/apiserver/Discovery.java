package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.compat.OpenApiV2;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.apiserver.openapi.OpenApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what is served: groups, versions, resources, and by OpenAPI their fields. Made once, from the table of kinds. */
final class Discovery {

    /** What scale subresources exchange is of another group than what they scale. */
    private static final Map<String, String[]> KIND_OF_SUBRESOURCE = Map.of(
            "scale", new String[] {"autoscaling", "v1", "Scale"},
            "eviction", new String[] {"policy", "v1", "Eviction"},
            "binding", new String[] {"", "v1", "Binding"},
            "exec", new String[] {"", "v1", "PodExecOptions"},
            "attach", new String[] {"", "v1", "PodAttachOptions"},
            "portforward", new String[] {"", "v1", "PodPortForwardOptions"});

    private static final Map<String, List<String>> VERBS_OF_SUBRESOURCE = Map.of(
            "status", List.of("get", "patch", "update"),
            "scale", List.of("get", "patch", "update"),
            "finalize", List.of("update"),
            "binding", List.of("create"),
            "eviction", List.of("create"),
            "log", List.of("get"),
            "exec", List.of("create", "get"),
            "attach", List.of("create", "get"),
            "portforward", List.of("create", "get"),
            "proxy", List.of("create", "delete", "get", "patch", "update"));

    private final Map<String, byte[]> documents = new TreeMap<>();
    private final OpenApi openApi;
    private final OpenApiV2 older;

    Discovery(Kinds kinds, OpenApi openApi) {
        this.openApi = openApi;
        this.older = new OpenApiV2(openApi);
        var byGroup =
                kinds.all().stream().collect(Collectors.groupingBy(Kind::group, TreeMap::new, Collectors.toList()));
        documents.put("", Json.bytes(paths(byGroup)));
        var core = Json.object().put("kind", "APIVersions");
        core.putArray("versions").add("v1");
        core.putArray("serverAddressByClientCIDRs");
        documents.put("api", Json.bytes(core));
        var groups = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        var list = groups.putArray("groups");
        byGroup.forEach((name, members) -> {
            var version = members.get(0).version();
            var root = name.isEmpty() ? "api/" + version : "apis/" + name + "/" + version;
            documents.put(root, Json.bytes(resources(members)));
            if (!name.isEmpty()) {
                var group = group(name, version);
                list.add(group);
                var alone = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
                documents.put("apis/" + name, Json.bytes(alone.setAll(group)));
            }
        });
        documents.put("apis", Json.bytes(groups));
    }

    /** The answer, if this path is one of discovery. */
    Optional<Reply> reply(Request request, List<String> segments) {
        if (!request.method().equals("GET")) {
            return Optional.empty();
        }
        var path = String.join("/", segments);
        if (path.equals("openapi/v2")) {
            return Optional.of(older.reply(request));
        }
        return Optional.ofNullable(documents.get(path))
                .or(() -> openApi.document("/" + path))
                .map(document -> Reply.json(200, document));
    }

    private static ObjectNode paths(Map<String, List<Kind>> byGroup) {
        var paths = new TreeSet<>(
                List.of("/api", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"));
        byGroup.forEach((name, members) -> paths.add(
                name.isEmpty()
                        ? "/api/v1"
                        : "/apis/" + name + "/" + members.get(0).version()));
        var document = Json.object();
        paths.forEach(document.putArray("paths")::add);
        return document;
    }

    private static ObjectNode group(String name, String version) {
        var group = Json.object().put("name", name);
        names(group.putArray("versions").addObject(), name, version);
        names(group.putObject("preferredVersion"), name, version);
        return group;
    }

    private static void names(ObjectNode node, String group, String version) {
        node.put("groupVersion", group + "/" + version).put("version", version);
    }

    private static ObjectNode resources(List<Kind> kinds) {
        var document = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", kinds.get(0).apiVersion());
        var list = document.putArray("resources");
        for (var kind : kinds) {
            resource(list, kind);
            for (var subresource : new TreeSet<>(kind.subresources())) {
                subresource(list, kind, subresource);
            }
        }
        return document;
    }

    private static void resource(ArrayNode list, Kind kind) {
        var resource = list.addObject()
                .put("name", kind.plural())
                .put("singularName", kind.singular())
                .put("namespaced", kind.namespaced())
                .put("kind", kind.name());
        new TreeSet<>(kind.verbs()).forEach(resource.putArray("verbs")::add);
        if (!kind.shortNames().isEmpty()) {
            kind.shortNames().forEach(resource.putArray("shortNames")::add);
        }
        if (IN_ALL.contains(kind.name())) {
            resource.putArray("categories").add("all");
        }
    }

    /** What {@code kubectl get all} shows. */
    private static final List<String> IN_ALL = List.of("Pod", "Service", "ReplicationController");

    private static void subresource(ArrayNode list, Kind kind, String subresource) {
        var resource = list.addObject()
                .put("name", kind.plural() + "/" + subresource)
                .put("singularName", "")
                .put("namespaced", kind.namespaced());
        var foreign = KIND_OF_SUBRESOURCE.get(subresource);
        if (foreign != null) {
            if (!foreign[0].isEmpty()) {
                resource.put("group", foreign[0]).put("version", foreign[1]);
            }
            resource.put("kind", foreign[2]);
        } else {
            resource.put("kind", subresource.equals("proxy") ? kind.name() + "ProxyOptions" : kind.name());
        }
        VERBS_OF_SUBRESOURCE.get(subresource).forEach(resource.putArray("verbs")::add);
    }
}
