package dev.podproof.reference.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.patch.MergeKeys;
import dev.podproof.reference.api.schema.Schema;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The schemas of one document: every type that its kinds lead to, once. */
final class Components {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private static final String IDLE = "Stored; nothing in this cluster acts on it.";

    private static final Set<String> OF_META =
            Set.of("ObjectMeta", "OwnerReference", "ManagedFieldsEntry", "ListMeta", "LabelSelector");

    private final String prefix;
    private final Descriptions descriptions;
    private final ObjectNode schemas;
    private final Set<String> made = new HashSet<>();

    /** @param prefix of the types' full names, as in {@code io.k8s.api.core.v1.} */
    Components(String prefix, Descriptions descriptions, ObjectNode schemas) {
        this.prefix = prefix;
        this.descriptions = descriptions;
        this.schemas = schemas;
    }

    /** Adds a kind and its list. */
    void add(Resource resource, Schema.Fields schema) {
        names(type(schema), resource, resource.kind());
        var list = schemas.putObject(prefix + resource.kind() + "List")
                .put("description", "A list of " + resource.plural() + ".")
                .put("type", "object");
        var properties = list.putObject("properties");
        for (var field : new String[] {"apiVersion", "kind"}) {
            var property = properties.putObject(field).put("type", "string");
            descriptions.of(resource.kind(), field).ifPresent(text -> property.put("description", text));
        }
        var items = properties.putObject("items").put("type", "array").put("description", "The objects.");
        items.set("items", reference(schema));
        names(list, resource, resource.kind() + "List");
    }

    private static void names(ObjectNode schema, Resource resource, String kind) {
        schema.putArray("x-kubernetes-group-version-kind")
                .addObject()
                .put("group", resource.group())
                .put("kind", kind)
                .put("version", resource.version());
    }

    private ObjectNode type(Schema.Fields type) {
        var name = fullName(type);
        if (!made.add(name)) {
            return (ObjectNode) schemas.get(name);
        }
        var schema = schemas.putObject(name).put("type", "object");
        descriptions.of(type.name()).ifPresent(text -> schema.put("description", text));
        var properties = schema.putObject("properties");
        type.fields().forEach((field, fieldType) -> {
            var property = property(fieldType);
            descriptions
                    .of(type.name(), field)
                    .or(() -> type.isIdle(field, "") ? Optional.of(IDLE) : Optional.empty())
                    .ifPresent(text -> property.put("description", text));
            mergeKey(type, field, fieldType, property);
            properties.set(field, property);
        });
        return schema;
    }

    private ObjectNode property(Schema schema) {
        if (schema instanceof Schema.Fields type) {
            type(type);
            return reference(type);
        }
        if (schema instanceof Schema.ListOf list) {
            var array = Json.object().put("type", "array");
            array.set("items", property(list.element()));
            return array;
        }
        if (schema instanceof Schema.MapOf map) {
            var object = Json.object().put("type", "object");
            object.set("additionalProperties", property(map.value()));
            return object;
        }
        return value((Schema.Value) schema);
    }

    /** A reference may have no siblings, so it stands in a list of one. */
    private ObjectNode reference(Schema.Fields type) {
        var schema = Json.object();
        schema.putArray("allOf").addObject().put("$ref", "#/components/schemas/" + fullName(type));
        return schema;
    }

    private static ObjectNode value(Schema.Value value) {
        var schema = Json.object();
        return switch (value) {
            case STRING -> schema.put("type", "string");
            case MICRO_TIME -> schema.put("type", "string").put("format", "date-time");
            case QUANTITY -> {
                schema.putArray("oneOf")
                        .add(Json.object().put("type", "string"))
                        .add(Json.object().put("type", "number"));
                yield schema;
            }
            case INT_OR_STRING -> schema.put("format", "int-or-string").put("x-kubernetes-int-or-string", true);
            case INT32 -> schema.put("type", "integer").put("format", "int32");
            case INT64 -> schema.put("type", "integer").put("format", "int64");
            case NUMBER -> schema.put("type", "number").put("format", "double");
            case BOOLEAN -> schema.put("type", "boolean");
            case ANY -> schema.put("type", "object");
        };
    }

    /** Clients that make strategic merge patches have to know by what the server will merge. */
    private static void mergeKey(Schema.Fields type, String field, Schema fieldType, ObjectNode property) {
        if (!(fieldType instanceof Schema.ListOf list)) {
            return;
        }
        if (MergeKeys.isSet(field)) {
            property.put("x-kubernetes-patch-strategy", "merge");
        }
        MergeKeys.of(type.name().toLowerCase(Locale.ROOT) + "s", field)
                .filter(key -> list.element() instanceof Schema.Fields element
                        && element.fields().containsKey(key))
                .ifPresent(key -> property.put("x-kubernetes-patch-merge-key", key)
                        .put("x-kubernetes-patch-strategy", field.equals("volumes") ? "merge,retainKeys" : "merge"));
    }

    private String fullName(Schema.Fields type) {
        return (OF_META.contains(type.name()) ? META : prefix) + type.name();
    }
}
