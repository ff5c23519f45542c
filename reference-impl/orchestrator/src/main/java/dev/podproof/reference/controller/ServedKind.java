package dev.podproof.reference.controller;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A kind that the API server says it serves, in the version that it prefers. Whoever asks for these instead of naming kinds takes care of
 * those too that come later.
 *
 * @param group empty for the core
 */
public record ServedKind(String group, String version, String name, String plural, boolean namespaced) {

    /**
     * All kinds with which these verbs are possible.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if a group cannot be asked: its kinds may be there all the same
     */
    public static List<ServedKind> all(KubernetesClient client, Collection<String> verbs) {
        List<ServedKind> kinds = new ArrayList<>();
        of(client, "", "v1", verbs).forEach(kinds::add);
        client.getApiGroups().getGroups().forEach(group -> {
            String version = group.getPreferredVersion() != null
                    ? group.getPreferredVersion().getVersion()
                    : group.getVersions().get(0).getVersion();
            of(client, group.getName(), version, verbs).forEach(kinds::add);
        });
        return kinds;
    }

    private static Stream<ServedKind> of(
            KubernetesClient client, String group, String version, Collection<String> verbs) {
        APIResourceList served = client.getApiResources(group.isEmpty() ? version : group + "/" + version);
        List<APIResource> resources = served == null ? List.of() : served.getResources();
        return resources.stream()
                .filter(resource -> !resource.getName().contains("/"))
                .filter(resource -> resource.getVerbs().containsAll(verbs))
                .map(resource -> new ServedKind(
                        group,
                        version,
                        resource.getKind(),
                        resource.getName(),
                        Boolean.TRUE.equals(resource.getNamespaced())));
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Where an object is. */
    public String path(String namespace, String object) {
        return (group.isEmpty() ? "/api/" : "/apis/") + apiVersion() + (namespaced ? "/namespaces/" + namespace : "")
                + "/" + plural + "/" + object;
    }

    /** Its objects, whatever they are made of. */
    public MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            objects(KubernetesClient client) {
        return client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(name)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build());
    }

    /** One of its objects; the namespace is null for kinds of the cluster. */
    public Resource<GenericKubernetesResource> object(KubernetesClient client, String namespace, String object) {
        return namespaced
                ? objects(client).inNamespace(namespace).withName(object)
                : objects(client).withName(object);
    }
}
