package dev.podproof.hosts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The labels on containers and networks: all that is remembered of a cluster. */
final class Labels {
    /** The cluster's name. */
    static final String CLUSTER = "dev.podproof.cluster";

    /** {@link Role} in lower case. */
    static final String ROLE = "dev.podproof.role";

    /** What the cluster calls the host. */
    static final String HOST = "dev.podproof.host";

    /** The process that the cluster ends with; see {@link Owner}. Not there on a cluster that is kept. */
    static final String OWNER = "dev.podproof.owner";

    /** The port on 127.0.0.1 of this machine that leads to the API. On the master only. */
    static final String API_PORT = "dev.podproof.api-port";

    /** The images that hosts were given besides the pods' own, so that one that joins later gets them too. Not there where there are none. */
    static final String IMAGES = "dev.podproof.images";

    private static final String SEPARATOR = ",";

    private Labels() {}

    static Map<String, String> ofCluster(String name) {
        return Map.of(CLUSTER, name);
    }

    /** What every container of a cluster bears; more may be added. It goes when this process does, unless it is kept. */
    static Map<String, String> ofContainer(ClusterSpec spec, String role) {
        Map<String, String> labels = new LinkedHashMap<>(ofCluster(spec.name()));
        labels.put(ROLE, role);
        if (!spec.images().isEmpty()) labels.put(IMAGES, String.join(SEPARATOR, spec.images()));
        if (!spec.keep()) labels.put(OWNER, Owner.self().label());
        return labels;
    }

    /** The images that a container's labels name. */
    static List<String> images(Map<String, String> labels) {
        var named = labels.getOrDefault(IMAGES, "");
        return named.isEmpty() ? List.of() : List.of(named.split(SEPARATOR));
    }
}
