package dev.podproof.hosts;

import java.util.LinkedHashMap;
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

    private Labels() {}

    static Map<String, String> ofCluster(String name) {
        return Map.of(CLUSTER, name);
    }

    /** What every container of a cluster bears; more may be added. It goes when this process does, unless it is kept. */
    static Map<String, String> ofContainer(ClusterSpec spec, String role) {
        Map<String, String> labels = new LinkedHashMap<>(ofCluster(spec.name()));
        labels.put(ROLE, role);
        if (!spec.keep()) labels.put(OWNER, Owner.self().label());
        return labels;
    }
}
