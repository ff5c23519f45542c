package dev.podproof.reference.node.env;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** A container's variables: services first, then what {@code envFrom} brings, then its own, of which later ones win. */
public final class Environment {
    private final PodFields fields;
    private final Configuration configuration;

    public Environment(PodFields fields, Configuration configuration) {
        this.fields = fields;
        this.configuration = configuration;
    }

    /** The variables in the order in which they were set. Throws {@link UnresolvedReference} if one can't be had. */
    public Map<String, String> of(Container container, Map<String, String> services) {
        Map<String, String> variables = new LinkedHashMap<>(services);
        list(container.getEnvFrom()).forEach(source -> variables.putAll(from(source)));
        for (EnvVar variable : list(container.getEnv())) {
            if (variable.getValueFrom() == null) {
                String value = Objects.requireNonNullElse(variable.getValue(), "");
                variables.put(variable.getName(), Expansion.expand(value, variables));
            } else {
                value(container, variable.getValueFrom()).ifPresent(value -> variables.put(variable.getName(), value));
            }
        }
        return variables;
    }

    private Map<String, String> from(EnvFromSource source) {
        String prefix = Objects.requireNonNullElse(source.getPrefix(), "");
        Map<String, String> found = new LinkedHashMap<>();
        if (source.getConfigMapRef() != null) {
            var reference = source.getConfigMapRef();
            configMap(reference.getName(), reference.getOptional()).ifPresent(found::putAll);
        }
        if (source.getSecretRef() != null) {
            var reference = source.getSecretRef();
            secret(reference.getName(), reference.getOptional()).ifPresent(found::putAll);
        }
        Map<String, String> prefixed = new LinkedHashMap<>();
        found.forEach((key, value) -> prefixed.put(prefix + key, value));
        return prefixed;
    }

    private Optional<String> value(Container container, EnvVarSource source) {
        if (source.getFieldRef() != null) {
            return Optional.of(fields.field(source.getFieldRef().getFieldPath()));
        }
        if (source.getResourceFieldRef() != null) {
            return Optional.of(fields.resource(container, source.getResourceFieldRef()));
        }
        if (source.getConfigMapKeyRef() != null) {
            var key = source.getConfigMapKeyRef();
            return key(
                    configMap(key.getName(), key.getOptional()),
                    "configmap",
                    key.getName(),
                    key.getKey(),
                    key.getOptional());
        }
        if (source.getSecretKeyRef() != null) {
            var key = source.getSecretKeyRef();
            return key(
                    secret(key.getName(), key.getOptional()), "secret", key.getName(), key.getKey(), key.getOptional());
        }
        throw new UnresolvedReference("a variable's valueFrom names no source that is known");
    }

    private static Optional<String> key(
            Optional<Map<String, String>> data, String kind, String name, String key, Boolean optional) {
        Optional<String> value = data.map(found -> found.get(key));
        if (value.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new UnresolvedReference("couldn't find key " + key + " in " + kind + " " + name);
        }
        return value;
    }

    private Optional<Map<String, String>> configMap(String name, Boolean optional) {
        return data(
                "configmap",
                name,
                optional,
                configuration
                        .configMap(namespace(), name)
                        .map(found -> Objects.requireNonNullElse(found.getData(), Map.of())));
    }

    private Optional<Map<String, String>> secret(String name, Boolean optional) {
        Function<String, String> decoded =
                text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        return data(
                "secret",
                name,
                optional,
                configuration.secret(namespace(), name).map(found -> {
                    Map<String, String> values = new LinkedHashMap<>();
                    Objects.requireNonNullElse(found.getData(), Map.<String, String>of())
                            .forEach((key, value) -> values.put(key, decoded.apply(value)));
                    return values;
                }));
    }

    private static Optional<Map<String, String>> data(
            String kind, String name, Boolean optional, Optional<Map<String, String>> found) {
        if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new UnresolvedReference(kind + " \"" + name + "\" not found");
        }
        return found;
    }

    private String namespace() {
        return fields.pod().getMetadata().getNamespace();
    }

    private static <T> List<T> list(List<T> values) {
        return values == null ? List.of() : values;
    }
}
