package dev.podproof.reference.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Makes {@code meta.k8s.io/v1} Tables, which leave it to the server what {@code kubectl get} shows of a kind. */
public final class Tables {

    /** What each row carries besides its cells. */
    public enum Include {
        NONE,
        METADATA,
        OBJECT;

        /** From the query parameter {@code includeObject}; metadata where it is missing or unknown. */
        public static Include of(String parameter) {
            return switch (parameter == null ? "" : parameter.toLowerCase(Locale.ROOT)) {
                case "none" -> NONE;
                case "object" -> OBJECT;
                default -> METADATA;
            };
        }
    }

    private Tables() {}

    /**
     * A table of objects of one kind.
     *
     * @param metadata the list's own: resourceVersion, continue, remainingItemCount
     * @param withColumns false for all but the first event of a watch
     * @param now ages are counted to this moment
     */
    public static ObjectNode table(
            String kind,
            List<ObjectNode> objects,
            ObjectNode metadata,
            Include include,
            boolean withColumns,
            Instant now) {
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.set("metadata", metadata);
        ArrayNode definitions = table.putArray("columnDefinitions");
        List<Column> columns = Columns.of(kind);
        if (withColumns) {
            columns.forEach(column -> definitions.add(column.definition()));
        }
        ArrayNode rows = table.putArray("rows");
        objects.forEach(object -> rows.add(row(kind, object, include, now)));
        return table;
    }

    /** One object's row of such a table. */
    public static ObjectNode row(String kind, ObjectNode object, Include include, Instant now) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        ArrayNode cells = row.putArray("cells");
        Columns.of(kind).forEach(column -> cells.add(column.cell().apply(object, now)));
        JsonNode carried = carried(object, include);
        if (carried != null) {
            row.set("object", carried);
        }
        return row;
    }

    private static JsonNode carried(ObjectNode object, Include include) {
        return switch (include) {
            case NONE -> null;
            case OBJECT -> object;
            case METADATA -> {
                ObjectNode partial = JsonNodeFactory.instance.objectNode();
                partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
                partial.set("metadata", object.path("metadata"));
                yield partial;
            }
        };
    }
}
