package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The levels of Kubernetes' Pod Security Standards, the strictest first. */
public enum SecurityLevel {
    RESTRICTED,
    BASELINE,
    PRIVILEGED;

    /** The label of a namespace that says to which level its pods are held. */
    public static final String LABEL = "pod-security.kubernetes.io/enforce";

    /** Whom the programs of the suite's pods run as: nobody whom a host knows. */
    private static final int USER = 10001;

    /** As the label's value. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The strictest level that lets this pod in. */
    public static SecurityLevel leastFor(JsonNode pod) {
        JsonNode spec = pod.path("spec");
        boolean ofHost = Stream.of("hostNetwork", "hostPID", "hostIPC")
                        .anyMatch(field -> spec.path(field).asBoolean())
                || each(spec.path("volumes")).anyMatch(volume -> volume.has("hostPath"))
                || each(spec.path("containers"))
                        .flatMap(container -> each(container.path("ports")))
                        .anyMatch(port -> port.path("hostPort").asInt() > 0);
        if (ofHost) {
            return PRIVILEGED;
        }
        return each(spec.path("containers")).allMatch(SecurityLevel::isNotRoot) ? RESTRICTED : BASELINE;
    }

    private static boolean isNotRoot(JsonNode container) {
        return container.path("securityContext").path("runAsNonRoot").asBoolean();
    }

    /**
     * Writes a pod so that the strictest level lets it in, where what it asks for allows that: its programs give up every privilege. Containers
     * of an image of their own are left as they are, because their programs may be root's, and a pod that asks for root gets that.
     *
     * @param image of the suite's pods
     */
    public static void fit(ObjectNode pod, String image) {
        ObjectNode spec = (ObjectNode) pod.path("spec");
        ObjectNode all = spec.withObject("/securityContext");
        if (!all.has("seccompProfile")) {
            all.putObject("seccompProfile").put("type", "RuntimeDefault");
        }
        Stream.concat(each(spec.path("initContainers")), each(spec.path("containers")))
                .filter(container -> container.path("image").asText().equals(image))
                .forEach(container ->
                        giveUp(((ObjectNode) container).withObject("/securityContext"), all.path("runAsUser")));
    }

    private static void giveUp(ObjectNode container, JsonNode user) {
        container.put("allowPrivilegeEscalation", false);
        container.withObject("/capabilities").putArray("drop").add("ALL");
        if (user.asInt(USER) != 0) {
            container.put("runAsNonRoot", true);
        }
        if (user.isMissingNode() && !container.has("runAsUser")) {
            container.put("runAsUser", USER);
        }
    }

    private static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** Whether it lets in what the other does not. */
    public boolean isLooserThan(SecurityLevel other) {
        return compareTo(other) > 0;
    }
}
