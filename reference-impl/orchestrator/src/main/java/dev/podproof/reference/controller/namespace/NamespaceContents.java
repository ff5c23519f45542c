package dev.podproof.reference.controller.namespace;

import dev.podproof.reference.controller.ApiErrors;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that lives in one namespace, of whatever kinds the API server says it serves, so that kinds which come later
 * are emptied too.
 */
final class NamespaceContents {

    private final KubernetesClient client;

    NamespaceContents(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Asks for the deletion of all that is there. Pods take their grace period, so it may take several calls.
     *
     * @return what is still there, such as {@code "pods: 2"}; empty when the namespace is
     */
    List<String> delete(String namespace) {
        List<String> remaining = new ArrayList<>();
        for (ResourceDefinitionContext kind : deletableKinds()) {
            List<GenericKubernetesResource> items = list(kind, namespace);
            for (GenericKubernetesResource item : items) {
                if (item.getMetadata().getDeletionTimestamp() == null) {
                    delete(kind, namespace, item.getMetadata().getName());
                }
            }
            int left = items.isEmpty() ? 0 : list(kind, namespace).size();
            if (left > 0) {
                remaining.add(kind.getPlural() + ": " + left);
            }
        }
        return remaining;
    }

    private List<GenericKubernetesResource> list(ResourceDefinitionContext kind, String namespace) {
        return resources(kind).inNamespace(namespace).list().getItems();
    }

    private void delete(ResourceDefinitionContext kind, String namespace, String name) {
        ApiErrors.ignoringGone(
                () -> resources(kind).inNamespace(namespace).withName(name).delete());
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            resources(ResourceDefinitionContext kind) {
        return client.genericKubernetesResources(kind);
    }

    private List<ResourceDefinitionContext> deletableKinds() {
        List<ResourceDefinitionContext> kinds = new ArrayList<>(deletableKinds("", "v1"));
        client.getApiGroups().getGroups().forEach(group -> {
            String version = group.getPreferredVersion() != null
                    ? group.getPreferredVersion().getVersion()
                    : group.getVersions().get(0).getVersion();
            kinds.addAll(deletableKinds(group.getName(), version));
        });
        return kinds;
    }

    private List<ResourceDefinitionContext> deletableKinds(String group, String version) {
        APIResourceList served = client.getApiResources(group.isEmpty() ? version : group + "/" + version);
        if (served == null) {
            return List.of();
        }
        return served.getResources().stream()
                .filter(resource -> Boolean.TRUE.equals(resource.getNamespaced()))
                .filter(resource -> !resource.getName().contains("/"))
                .filter(resource -> resource.getVerbs().containsAll(List.of("delete", "list")))
                .map(resource -> context(group, version, resource))
                .toList();
    }

    private static ResourceDefinitionContext context(String group, String version, APIResource resource) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(resource.getKind())
                .withPlural(resource.getName())
                .withNamespaced(true)
                .build();
    }
}
