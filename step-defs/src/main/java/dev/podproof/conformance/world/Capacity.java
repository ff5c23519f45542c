package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.subject.Host;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What hosts have to give, and what the pods on them have asked for: CPUs, or bytes of memory. */
public final class Capacity {
    private final ApiProbe api;

    Capacity(ApiProbe api) {
        this.api = api;
    }

    /** What its pods may request in all. */
    public BigDecimal allocatable(Host host, String resource) {
        return amount(api.read("/api/v1/nodes/" + host.name())
                .path("status")
                .path("allocatable")
                .path(resource));
    }

    /** What the pods that have not ended request there, of whatever namespace. */
    public BigDecimal requested(Host host, String resource) {
        JsonNode pods =
                api.read("/api/v1/pods" + ApiProbe.query(Map.of("fieldSelector", "spec.nodeName=" + host.name())));
        return StreamSupport.stream(pods.path("items").spliterator(), false)
                .filter(pod -> !Set.of("Succeeded", "Failed")
                        .contains(pod.path("status").path("phase").asText()))
                .flatMap(pod ->
                        StreamSupport.stream(pod.path("spec").path("containers").spliterator(), false))
                .map(container ->
                        amount(container.path("resources").path("requests").path(resource)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** So many percent of what is free there, as a pod may request it. */
    public String free(Host host, String resource, int percent) {
        return part(allocatable(host, resource).subtract(requested(host, resource)), resource, percent);
    }

    /** So many percent of an amount, in whole thousandths of a processor or whole bytes. */
    public static String part(BigDecimal amount, String resource, int percent) {
        return amount.multiply(BigDecimal.valueOf(percent))
                .divide(BigDecimal.valueOf(100), resource.equals("cpu") ? 3 : 0, RoundingMode.DOWN)
                .toPlainString();
    }

    private static BigDecimal amount(JsonNode quantity) {
        return quantity.isMissingNode() ? BigDecimal.ZERO : Quantity.getAmountInBytes(new Quantity(quantity.asText()));
    }
}
