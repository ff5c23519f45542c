package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.kinds.ConfigMapRules;
import dev.podproof.reference.api.kinds.EndpointSliceRules;
import dev.podproof.reference.api.kinds.EndpointsRules;
import dev.podproof.reference.api.kinds.EventRules;
import dev.podproof.reference.api.kinds.NamespaceRules;
import dev.podproof.reference.api.kinds.NodeRules;
import dev.podproof.reference.api.kinds.PodRules;
import dev.podproof.reference.api.kinds.ReplicationControllerRules;
import dev.podproof.reference.api.kinds.Rules;
import dev.podproof.reference.api.kinds.SecretRules;
import dev.podproof.reference.api.kinds.ServiceAccountRules;
import dev.podproof.reference.api.kinds.ServiceRules;
import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds that are served, as a table. To serve another one, add a row. */
final class Kinds {

    private static final Set<String> NONE = Set.of();

    /** Which hosts have joined: kept like the other kinds, and served to nobody, so that nobody can change it but by joining. */
    static final Kind JOINED_HOSTS = new Kind(
            "podproof.dev",
            "v1",
            "JoinedHost",
            "joinedhosts",
            List.of(),
            false,
            NONE,
            NONE,
            ConfigMap.class,
            Rules.PLAIN);

    private static final Set<String> ALL_VERBS =
            Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final Set<String> ASK = Set.of("create");

    private static final List<Kind> ALL = List.of(
            core(
                    "Namespace",
                    "namespaces",
                    "ns",
                    false,
                    Set.of("status", "finalize"),
                    Namespace.class,
                    new NamespaceRules()),
            core("Node", "nodes", "no", false, Set.of("status", "proxy"), Node.class, new NodeRules()),
            core(
                    "Pod",
                    "pods",
                    "po",
                    true,
                    Set.of("status", "binding", "log", "exec", "attach", "portforward", "proxy", "eviction"),
                    Pod.class,
                    new PodRules()),
            core("Service", "services", "svc", true, Set.of("status", "proxy"), Service.class, new ServiceRules()),
            core("Endpoints", "endpoints", "ep", true, NONE, Endpoints.class, new EndpointsRules()),
            core("Event", "events", "ev", true, NONE, Event.class, new EventRules()),
            core(
                    "ReplicationController",
                    "replicationcontrollers",
                    "rc",
                    true,
                    Set.of("status", "scale"),
                    ReplicationController.class,
                    new ReplicationControllerRules()),
            core("ConfigMap", "configmaps", "cm", true, NONE, ConfigMap.class, new ConfigMapRules()),
            core("Secret", "secrets", "", true, NONE, Secret.class, new SecretRules()),
            core(
                    "ServiceAccount",
                    "serviceaccounts",
                    "sa",
                    true,
                    NONE,
                    ServiceAccount.class,
                    new ServiceAccountRules()),
            new Kind(
                    "coordination.k8s.io",
                    "v1",
                    "Lease",
                    "leases",
                    List.of(),
                    true,
                    ALL_VERBS,
                    NONE,
                    Lease.class,
                    Rules.PLAIN),
            new Kind(
                    "discovery.k8s.io",
                    "v1",
                    "EndpointSlice",
                    "endpointslices",
                    List.of(),
                    true,
                    ALL_VERBS,
                    NONE,
                    EndpointSlice.class,
                    new EndpointSliceRules()),
            new Kind("", "v1", "Binding", "bindings", List.of(), true, ASK, NONE, Binding.class, Rules.PLAIN),
            new Kind(
                    "authorization.k8s.io",
                    "v1",
                    "SelfSubjectAccessReview",
                    "selfsubjectaccessreviews",
                    List.of(),
                    false,
                    ASK,
                    NONE,
                    SelfSubjectAccessReview.class,
                    Rules.PLAIN));

    private final Map<String, Kind> byResource =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Kind::resource, Function.identity()));

    List<Kind> all() {
        return ALL;
    }

    /** The names of the shelves on which objects are kept. */
    List<String> shelves() {
        return Stream.concat(ALL.stream().filter(kind -> kind.verbs().contains("get")), Stream.of(JOINED_HOSTS))
                .map(Kind::resource)
                .toList();
    }

    /** A kind by its plural with its group. */
    Kind named(String resource) {
        return byResource.get(resource);
    }

    Optional<Kind> find(String group, String version, String plural) {
        return Optional.ofNullable(byResource.get(group.isEmpty() ? plural : plural + "." + group))
                .filter(kind -> kind.version().equals(version));
    }

    private static Kind core(
            String name,
            String plural,
            String shortName,
            boolean namespaced,
            Set<String> subresources,
            Class<?> model,
            Rules rules) {
        var shortNames = shortName.isEmpty() ? List.<String>of() : List.of(shortName);
        return new Kind("", "v1", name, plural, shortNames, namespaced, ALL_VERBS, subresources, model, rules);
    }
}
