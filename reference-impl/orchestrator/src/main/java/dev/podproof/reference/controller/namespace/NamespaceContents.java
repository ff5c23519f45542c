package dev.podproof.reference.controller.namespace;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.controller.ServedKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that lives in one namespace, of whatever kinds the API server says it serves, so that kinds which come later
 * are emptied too.
 */
final class NamespaceContents {

    private static final List<String> VERBS = List.of("delete", "list");

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
        for (ServedKind kind : ServedKind.all(client, VERBS)) {
            if (kind.namespaced()) {
                List<GenericKubernetesResource> items = list(kind, namespace);
                for (GenericKubernetesResource item : items) {
                    if (item.getMetadata().getDeletionTimestamp() == null) {
                        delete(kind, namespace, item.getMetadata().getName());
                    }
                }
                int left = items.isEmpty() ? 0 : list(kind, namespace).size();
                if (left > 0) {
                    remaining.add(kind.plural() + ": " + left);
                }
            }
        }
        return remaining;
    }

    private List<GenericKubernetesResource> list(ServedKind kind, String namespace) {
        return kind.objects(client).inNamespace(namespace).list().getItems();
    }

    private void delete(ServedKind kind, String namespace, String name) {
        ApiErrors.ignoringGone(() -> kind.object(client, namespace, name).delete());
    }
}
