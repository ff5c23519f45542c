package dev.podproof.reference.node.env;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a pod may ask about itself: its own fields, and what its containers may use.
 *
 * @param podIp its address; asked for only when a field needs it, for it may not be there yet
 * @param allocatable what the host has for its pods
 */
public record PodFields(Pod pod, Supplier<String> podIp, String hostIp, Map<String, Quantity> allocatable) {
    public PodFields {
        allocatable = Map.copyOf(allocatable);
    }

    /** The field at this path, empty if the pod has none. Throws {@link UnresolvedReference} for a path that can't be asked for. */
    public String field(String path) {
        var metadata = pod.getMetadata();
        String quoted = subscript(path);
        if (path.startsWith("metadata.labels['")) {
            return orEmpty(metadata.getLabels(), quoted);
        }
        if (path.startsWith("metadata.annotations['")) {
            return orEmpty(metadata.getAnnotations(), quoted);
        }
        return switch (path) {
            case "metadata.name" -> metadata.getName();
            case "metadata.namespace" -> metadata.getNamespace();
            case "metadata.uid" -> metadata.getUid();
            case "metadata.labels" -> lines(metadata.getLabels());
            case "metadata.annotations" -> lines(metadata.getAnnotations());
            case "spec.nodeName" -> pod.getSpec().getNodeName();
            case "spec.serviceAccountName" ->
                Objects.requireNonNullElse(pod.getSpec().getServiceAccountName(), "");
            case "status.podIP", "status.podIPs" -> podIp.get();
            case "status.hostIP", "status.hostIPs" -> hostIp;
            default -> throw new UnresolvedReference("fieldRef " + path + " is not one of a pod's fields");
        };
    }

    /** A container's request or limit, in units of the divisor, rounded up; a limit that is not set is the host's. */
    public String resource(Container container, ResourceFieldSelector selector) {
        String[] path = selector.getResource().split("\\.", 2);
        if (path.length != 2 || !(path[0].equals("limits") || path[0].equals("requests"))) {
            throw new UnresolvedReference("resourceFieldRef " + selector.getResource() + " is no request and no limit");
        }
        var resources = Optional.ofNullable(container.getResources());
        Map<String, Quantity> set = resources
                .map(found -> path[0].equals("limits") ? found.getLimits() : found.getRequests())
                .orElse(Map.of());
        Quantity otherwise = path[0].equals("limits") ? allocatable.get(path[1]) : null;
        Quantity quantity = set == null ? otherwise : set.getOrDefault(path[1], otherwise);
        BigDecimal amount = quantity == null ? BigDecimal.ZERO : quantity.getNumericalAmount();
        BigDecimal divisor = Optional.ofNullable(selector.getDivisor())
                .map(Quantity::getNumericalAmount)
                .filter(number -> number.signum() > 0)
                .orElse(BigDecimal.ONE);
        return amount.divide(divisor, 0, RoundingMode.CEILING).toPlainString();
    }

    private static String subscript(String path) {
        int open = path.indexOf("['");
        return open > 0 && path.endsWith("']") ? path.substring(open + 2, path.length() - 2) : "";
    }

    private static String orEmpty(Map<String, String> map, String key) {
        return map == null ? "" : map.getOrDefault(key, "");
    }

    private static String lines(Map<String, String> map) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(map == null ? Map.of() : map)
                .forEach((key, value) ->
                        lines.append(key).append("=\"").append(escaped(value)).append("\"\n"));
        return lines.toString().stripTrailing();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
