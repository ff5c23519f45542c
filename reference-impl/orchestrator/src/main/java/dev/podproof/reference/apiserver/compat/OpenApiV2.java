package dev.podproof.reference.apiserver.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.apiserver.openapi.OpenApi;
import java.util.List;
import java.util.Map;

/**
 * OpenAPI version 2, derived from the documents of version 3: clients before kubectl 1.29 know no other. Made when it is first asked
 * for.
 */
public final class OpenApiV2 {

    private static final String OF_V3 = "#/components/schemas/";
    private static final String OF_V2 = "#/definitions/";

    private final OpenApi openApi;
    private byte[] json;
    private byte[] protobuf;

    public OpenApiV2(OpenApi openApi) {
        this.openApi = openApi;
    }

    /** The document in the form that the caller accepts. */
    public synchronized Reply reply(Request request) {
        if (json == null) {
            var document = document();
            json = Json.bytes(document);
            protobuf = SwaggerProtobuf.encode(document);
        }
        return request.header("Accept").contains("protobuf")
                ? new Reply.Whole(200, "application/octet-stream", List.of(protobuf), Map.of())
                : Reply.json(200, json);
    }

    private ObjectNode document() {
        var document = Json.object().put("swagger", "2.0");
        document.putObject("info").put("title", "Podproof").put("version", "v1");
        var paths = document.putObject("paths");
        var definitions = document.putObject("definitions");
        for (var newer : openApi.documents()) {
            newer.path("paths").properties().forEach(path -> paths.set(path.getKey(), path(path.getValue())));
            newer.path("components")
                    .path("schemas")
                    .properties()
                    .forEach(schema -> definitions.set(schema.getKey(), schema(schema.getValue())));
        }
        return document;
    }

    /** A parameter's type stands in the parameter itself. */
    private static JsonNode path(JsonNode path) {
        for (var parameter : path.findValues("parameters")) {
            parameter.forEach(each -> ((ObjectNode) each).setAll((ObjectNode) ((ObjectNode) each).remove("schema")));
        }
        return path;
    }

    private static ObjectNode schema(JsonNode newer) {
        var schema = Json.object();
        newer.properties().forEach(field -> {
            var value = field.getValue();
            switch (field.getKey()) {
                case "allOf" ->
                    schema.put("$ref", Json.text(value.get(0), "$ref").replace(OF_V3, OF_V2));
                case "oneOf" -> schema.put("type", "string");
                case "items", "additionalProperties" -> schema.set(field.getKey(), schema(value));
                case "properties" -> {
                    var properties = schema.putObject("properties");
                    value.properties()
                            .forEach(property -> properties.set(property.getKey(), schema(property.getValue())));
                }
                case "x-kubernetes-int-or-string" -> schema.put("type", "string");
                default -> schema.set(field.getKey(), value);
            }
        });
        return schema;
    }
}
