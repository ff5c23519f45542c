package dev.podproof.conformance.disruption;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.ApiRefused;
import dev.podproof.conformance.subject.Host;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The hosts without which a cluster is lost to its owner: those of the control plane, and the last one that takes pods. No single sign of a control
 * plane is there on every cluster; one is enough, and where one cannot be looked for the host is spared.
 */
final class Indispensable {
    /** Keys of labels and of taints. */
    private static final Set<String> ROLES = Set.of(
            "node-role.kubernetes.io/control-plane",
            "node-role.kubernetes.io/master",
            "node-role.kubernetes.io/controlplane",
            "node-role.kubernetes.io/etcd");

    private static final String OLD_ROLE = "kubernetes.io/role";

    /** The programs of a control plane, by which its static pods label themselves and name their containers. */
    private static final Set<String> PROGRAMS =
            Set.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd");

    private static final String MIRROR = "kubernetes.io/config.mirror";

    private final ApiProbe api;

    Indispensable(ApiProbe api) {
        this.api = api;
    }

    /** The reason why this host may not be taken away; empty when it may. */
    Optional<String> why(Host host) {
        try {
            return sign(host)
                    .map(sign -> "host " + host.name() + " runs the control plane (" + sign + ")")
                    .or(() -> last(host));
        } catch (NotMet | ApiRefused | MissingNeed e) {
            return Optional.of("host " + host.name() + " may run the control plane, which cannot be seen ("
                    + e.getMessage() + ")");
        }
    }

    private Optional<String> last(Host host) {
        return Host.takingPods(api).stream().anyMatch(other -> !other.name().equals(host.name()))
                ? Optional.empty()
                : Optional.of("host " + host.name() + " is the only one that takes pods");
    }

    private Optional<String> sign(Host host) {
        JsonNode node = api.read("/api/v1/nodes/" + host.name());
        return role(node).or(() -> address(node)).or(() -> program(host));
    }

    private static Optional<String> role(JsonNode node) {
        JsonNode labels = node.path("metadata").path("labels");
        return ROLES.stream()
                .filter(labels::has)
                .map(role -> "label " + role)
                .findFirst()
                .or(() -> labels.path(OLD_ROLE).asText().matches("master|control-plane")
                        ? Optional.of("label " + OLD_ROLE)
                        : Optional.empty())
                .or(() -> each(node.path("spec").path("taints"))
                        .map(taint -> taint.path("key").asText())
                        .filter(ROLES::contains)
                        .map(role -> "taint " + role)
                        .findFirst());
    }

    /** The API may be reached by way of something in between; where it really is the cluster says itself. */
    private Optional<String> address(JsonNode node) {
        Set<String> own = new HashSet<>();
        each(node.path("status").path("addresses"))
                .forEach(address -> own.addAll(known(address.path("address").asText())));
        List<String> ofApi = new ArrayList<>(known(api.endpoint().getHost()));
        ofApi.addAll(served());
        return ofApi.stream()
                .filter(own::contains)
                .findFirst()
                .map(address -> "the API server is at its address " + address);
    }

    private List<String> served() {
        String path = "/api/v1/namespaces/default/endpoints/kubernetes";
        Answer answer = api.get(path);
        if (answer.missing()) {
            return List.of();
        }
        return each(ApiProbe.granted("GET " + path, answer).path("subsets"))
                .flatMap(subset -> each(subset.path("addresses")))
                .flatMap(address -> known(address.path("ip").asText()).stream())
                .toList();
    }

    /** A name as it is, and the addresses that it stands for here; nothing that means another machine to each. */
    private static List<String> known(String nameOrAddress) {
        String bare = nameOrAddress.replaceAll("[\\[\\]]", "");
        List<String> all = new ArrayList<>(List.of(bare));
        try {
            for (InetAddress address : InetAddress.getAllByName(bare)) {
                if (address.isLoopbackAddress()) {
                    return List.of();
                }
                all.add(address.getHostAddress());
            }
        } catch (UnknownHostException e) {
            // A name of the cluster's own, which still can be compared as a name.
            return all;
        }
        return all;
    }

    private Optional<String> program(Host host) {
        JsonNode pods =
                api.read("/api/v1/pods" + ApiProbe.query(Map.of("fieldSelector", "spec.nodeName=" + host.name())));
        return each(pods.path("items"))
                .filter(Indispensable::isOfControlPlane)
                .map(pod -> "pod " + pod.path("metadata").path("namespace").asText() + "/"
                        + pod.path("metadata").path("name").asText())
                .findFirst();
    }

    /** Somebody's etcd is nobody's control plane: the pod is a static one, or the system's. */
    private static boolean isOfControlPlane(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        boolean ofSystem = metadata.path("annotations").has(MIRROR)
                || metadata.path("namespace").asText().equals("kube-system");
        Stream<String> names = Stream.concat(
                Stream.of(metadata.path("labels").path("component").asText()),
                each(pod.path("spec").path("containers"))
                        .map(container -> container.path("name").asText()));
        return ofSystem
                && (metadata.path("labels").path("tier").asText().equals("control-plane")
                        || names.anyMatch(PROGRAMS::contains));
    }

    private static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
