package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Quantities;
import java.math.BigDecimal;

/** How much of what it may use a pod is sure to get: Guaranteed, Burstable or BestEffort. */
final class QosClass {

    private QosClass() {}

    /** The class of a pod's spec, whose defaults are filled in. */
    static String of(JsonNode spec) {
        boolean none = true;
        boolean guaranteed = true;
        for (var list : new String[] {"containers", "initContainers"}) {
            for (var container : spec.path(list)) {
                var resources = container.path("resources");
                none &= resources.path("limits").isEmpty()
                        && resources.path("requests").isEmpty();
                for (var name : new String[] {"cpu", "memory"}) {
                    var limit = amount(resources, "limits", name);
                    guaranteed &= limit.signum() > 0 && limit.compareTo(amount(resources, "requests", name)) == 0;
                }
            }
        }
        if (none) {
            return "BestEffort";
        }
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    private static BigDecimal amount(JsonNode resources, String list, String name) {
        return Quantities.amount(resources.path(list).path(name)).orElse(BigDecimal.ZERO);
    }
}
