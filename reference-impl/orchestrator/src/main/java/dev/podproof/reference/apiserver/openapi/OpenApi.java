package dev.podproof.reference.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The OpenAPI documents, one for each version of a group and an index. Each is made when it is first asked for. */
public final class OpenApi {

    private static final String ROOT = "/openapi/v3";

    private static final Map<String, String> METHODS = Map.of(
            "get", "get",
            "list", "get",
            "create", "post",
            "update", "put",
            "patch", "patch",
            "delete", "delete",
            "deletecollection", "delete");

    private static final List<String> ON_OBJECTS = List.of("get", "update", "patch", "delete");
    private static final List<String> ON_COLLECTIONS = List.of("list", "create", "deletecollection");
    private static final List<String> WRITES = List.of("create", "update", "patch");

    private final Map<String, List<Resource>> byRoot;
    private final Map<String, byte[]> made = new ConcurrentHashMap<>();
    private final Descriptions descriptions = new Descriptions();

    public OpenApi(List<Resource> resources) {
        byRoot = resources.stream().collect(Collectors.groupingBy(Resource::root, TreeMap::new, Collectors.toList()));
    }

    /** The document at a path, if there is one. */
    public Optional<byte[]> document(String path) {
        if (path.equals(ROOT)) {
            return Optional.of(made.computeIfAbsent("", unused -> Json.bytes(index())));
        }
        if (!path.startsWith(ROOT + "/")) {
            return Optional.empty();
        }
        var root = path.substring(ROOT.length() + 1);
        return Optional.ofNullable(byRoot.get(root))
                .map(resources -> made.computeIfAbsent(root, unused -> Json.bytes(document(root, resources))));
    }

    /** All documents, as trees of their own. */
    public List<ObjectNode> documents() {
        return byRoot.entrySet().stream()
                .map(entry -> document(entry.getKey(), entry.getValue()))
                .toList();
    }

    private ObjectNode index() {
        var index = Json.object();
        var paths = index.putObject("paths");
        byRoot.keySet().forEach(root -> paths.putObject(root).put("serverRelativeURL", ROOT + "/" + root));
        return index;
    }

    private ObjectNode document(String root, List<Resource> resources) {
        var document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Podproof").put("version", "v1");
        var paths = document.putObject("paths");
        var group = resources.get(0).group();
        var shortGroup = group.isEmpty() ? "core" : group.substring(0, group.indexOf('.'));
        var prefix = "io.k8s.api." + shortGroup + "." + resources.get(0).version() + ".";
        var components = new Components(
                prefix, descriptions, document.putObject("components").putObject("schemas"));
        for (var resource : resources) {
            components.add(resource, resource.schema().get());
            var collection =
                    "/" + root + (resource.namespaced() ? "/namespaces/{namespace}/" : "/") + resource.plural();
            operations(paths.putObject(collection), resource, ON_COLLECTIONS, collection);
            if (resource.verbs().contains("get")) {
                operations(paths.putObject(collection + "/{name}"), resource, ON_OBJECTS, collection + "/{name}");
            }
        }
        return document;
    }

    private static void operations(ObjectNode path, Resource resource, List<String> verbs, String template) {
        for (var verb : verbs) {
            if (resource.verbs().contains(verb)) {
                operation(path.putObject(METHODS.get(verb)), resource, verb);
            }
        }
        var parameters = path.putArray("parameters");
        for (var name : new String[] {"name", "namespace"}) {
            if (template.contains("{" + name + "}")) {
                parameter(parameters, name, "path").put("required", true);
            }
        }
    }

    private static void operation(ObjectNode operation, Resource resource, String verb) {
        operation.put("operationId", verb + resource.kind());
        operation.put("x-kubernetes-action", verb);
        operation
                .putObject("x-kubernetes-group-version-kind")
                .put("group", resource.group())
                .put("kind", resource.kind())
                .put("version", resource.version());
        if (WRITES.contains(verb)) {
            var parameters = operation.putArray("parameters");
            parameter(parameters, "dryRun", "query");
            parameter(parameters, "fieldManager", "query");
            parameter(parameters, "fieldValidation", "query");
        }
        operation.putObject("responses").putObject("200").put("description", "OK");
    }

    private static ObjectNode parameter(ArrayNode parameters, String name, String in) {
        var parameter = parameters.addObject().put("name", name).put("in", in);
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }
}
