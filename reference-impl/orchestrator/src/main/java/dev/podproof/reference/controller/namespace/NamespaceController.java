package dev.podproof.reference.controller.namespace;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.controller.ReconcileLoop;
import dev.podproof.reference.view.Changes;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts into every namespace what pods expect to find there (the service account {@code default} and the cluster's
 * certificate), and empties a namespace that is being deleted before it lets it go.
 */
public final class NamespaceController implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NamespaceController.class);
    private static final String SERVICE_ACCOUNT = "default";
    private static final String ROOT_CERTIFICATE = "kube-root-ca.crt";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);

    private final KubernetesClient client;
    private final ClusterView view;
    private final String rootCertificate;
    private final NamespaceContents contents;
    private final ReconcileLoop<String> loop;

    /**
     * A controller for all namespaces.
     *
     * @param rootCertificate the certificate of the cluster's CA, PEM, which pods use to verify the API server
     */
    public NamespaceController(
            KubernetesClient client, ClusterView view, ScheduledExecutorService executor, String rootCertificate) {
        this.client = client;
        this.view = view;
        this.rootCertificate = rootCertificate;
        this.contents = new NamespaceContents(client);
        this.loop = new ReconcileLoop<>("namespaces", executor, this::reconcile);
    }

    /** Begins to follow namespaces and what belongs into them. */
    public void start() {
        view.list(ServiceAccount.class);
        view.list(ConfigMap.class);
        view.follow(Namespace.class, Changes.any(namespace -> loop.add(name(namespace))));
        view.follow(ServiceAccount.class, (before, after) -> {
            if (after == null) {
                loop.add(before.getMetadata().getNamespace());
            }
        });
        view.follow(ConfigMap.class, (before, after) -> {
            if ((after == null ? before : after).getMetadata().getName().equals(ROOT_CERTIFICATE)) {
                loop.add((after == null ? before : after).getMetadata().getNamespace());
            }
        });
    }

    @Override
    public void close() {
        loop.close();
    }

    private void reconcile(String name) {
        Optional<Namespace> namespace = view.find(Namespace.class, name);
        if (namespace.isEmpty()) {
            return;
        }
        if (namespace.get().getMetadata().getDeletionTimestamp() == null) {
            furnish(name);
        } else if (contents.delete(name).isEmpty()) {
            release(namespace.get());
        } else {
            loop.addAfter(name, LOOK_AGAIN);
        }
    }

    private void furnish(String namespace) {
        if (view.find(ServiceAccount.class, namespace, SERVICE_ACCOUNT).isEmpty()) {
            unlessThere(() -> client.serviceAccounts()
                    .inNamespace(namespace)
                    .resource(serviceAccount(namespace))
                    .create());
        }
        Map<String, String> wanted = Map.of("ca.crt", rootCertificate);
        Optional<ConfigMap> certificate = view.find(ConfigMap.class, namespace, ROOT_CERTIFICATE);
        if (certificate.isEmpty()) {
            unlessThere(() -> client.configMaps()
                    .inNamespace(namespace)
                    .resource(configMap(namespace, wanted))
                    .create());
        } else if (!wanted.equals(certificate.get().getData())) {
            client.configMaps()
                    .inNamespace(namespace)
                    .resource(new ConfigMapBuilder(certificate.get())
                            .withData(wanted)
                            .build())
                    .update();
        }
    }

    private void release(Namespace namespace) {
        Namespace finalized = new NamespaceBuilder(namespace)
                .editOrNewSpec()
                .withFinalizers()
                .endSpec()
                .build();
        ApiErrors.ignoringGone(() -> {
            client.raw("/api/v1/namespaces/" + name(namespace) + "/finalize", "PUT", finalized);
            LOG.info("namespace {} is empty and gone", name(namespace));
        });
    }

    /** The view may lag behind what this loop itself just made. */
    private static void unlessThere(Runnable create) {
        try {
            create.run();
        } catch (KubernetesClientException refused) {
            if (!ApiErrors.isConflict(refused)) {
                throw refused;
            }
        }
    }

    private static ServiceAccount serviceAccount(String namespace) {
        return new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(SERVICE_ACCOUNT)
                .endMetadata()
                .build();
    }

    private static ConfigMap configMap(String namespace, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(ROOT_CERTIFICATE)
                .endMetadata()
                .withData(data)
                .build();
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }
}
