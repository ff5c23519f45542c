package dev.podproof.reference.api.schema;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podproof.reference.api.schema.Schema.Value;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.runtime.RawExtension;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads schemas off model classes. Each is read once, when it is first asked for. Thread-safe. */
public final class Schemas {

    private static final Map<Class<?>, Value> VALUES = Map.ofEntries(
            Map.entry(String.class, Value.STRING),
            Map.entry(MicroTime.class, Value.STRING),
            Map.entry(ZonedDateTime.class, Value.MICRO_TIME),
            Map.entry(Integer.class, Value.INT32),
            Map.entry(int.class, Value.INT32),
            Map.entry(Long.class, Value.INT64),
            Map.entry(long.class, Value.INT64),
            Map.entry(Double.class, Value.NUMBER),
            Map.entry(Boolean.class, Value.BOOLEAN),
            Map.entry(boolean.class, Value.BOOLEAN),
            Map.entry(Quantity.class, Value.QUANTITY),
            Map.entry(IntOrString.class, Value.INT_OR_STRING),
            Map.entry(FieldsV1.class, Value.ANY),
            Map.entry(RawExtension.class, Value.ANY));

    private static final IdleFields IDLE = new IdleFields();

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<Class<?>, Schema.Fields> known = new HashMap<>();

    /** The schema of a kind's model class. */
    public synchronized Schema.Fields of(Class<?> model) {
        return fields(mapper.constructType(model));
    }

    private Schema schema(JavaType type) {
        var value = VALUES.get(type.getRawClass());
        if (value != null) {
            return value;
        }
        if (type.isCollectionLikeType()) {
            return new Schema.ListOf(schema(type.getContentType()));
        }
        if (type.isMapLikeType()) {
            return new Schema.MapOf(schema(type.getContentType()));
        }
        boolean model = KubernetesResource.class.isAssignableFrom(type.getRawClass()) && type.isConcrete();
        if (!model) {
            return Value.ANY;
        }
        return fields(type);
    }

    private Schema.Fields fields(JavaType type) {
        var existing = known.get(type.getRawClass());
        if (existing != null) {
            return existing;
        }
        var made = new Schema.Fields(type.getRawClass().getSimpleName());
        known.put(type.getRawClass(), made);
        Map<String, Schema> fields = new LinkedHashMap<>();
        for (var property : mapper.getSerializationConfig().introspect(type).findProperties()) {
            if (property.hasField()) {
                fields.put(property.getName(), schema(property.getField().getType()));
            }
        }
        made.complete(fields, IDLE.of(made.name()));
        return made;
    }
}
