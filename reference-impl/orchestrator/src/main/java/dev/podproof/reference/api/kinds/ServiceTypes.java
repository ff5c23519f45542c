package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import java.util.List;

/** What a service has by its type; each method takes its spec. */
public final class ServiceTypes {

    private ServiceTypes() {}

    /** Whether it is a name alone, without an address. */
    public static boolean isExternalName(JsonNode spec) {
        return Json.text(spec, "type").equals("ExternalName");
    }

    public static boolean isLoadBalancer(JsonNode spec) {
        return Json.text(spec, "type").equals("LoadBalancer");
    }

    /** Whether its ports can have node ports. */
    public static boolean hasNodePorts(JsonNode spec) {
        return List.of("NodePort", "LoadBalancer").contains(Json.text(spec, "type"));
    }

    /** Whether it gets node ports that it does not ask for: a load balancer may do without. */
    public static boolean wantsNodePorts(JsonNode spec) {
        return hasNodePorts(spec)
                && !(isLoadBalancer(spec)
                        && spec.has("allocateLoadBalancerNodePorts")
                        && !spec.get("allocateLoadBalancerNodePorts").asBoolean());
    }

    /** Whether it is reached from outside, so that how traffic gets from the host to a pod matters. */
    static boolean isReachedFromOutside(JsonNode spec) {
        return hasNodePorts(spec)
                || (Json.text(spec, "type").equals("ClusterIP")
                        && !spec.path("externalIPs").isEmpty());
    }

    /** Whether load balancers ask each host if it has pods of it. */
    public static boolean hasHealthCheck(JsonNode spec) {
        return isLoadBalancer(spec) && Json.text(spec, "externalTrafficPolicy").equals("Local");
    }
}
