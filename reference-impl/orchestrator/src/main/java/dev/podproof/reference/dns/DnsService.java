package dev.podproof.reference.dns;

import dev.podproof.reference.view.Changes;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the service {@code kube-system/kube-dns}, under whose virtual address every pod finds the DNS server (DNS-05). It has no
 * selector; its endpoints are written by hand, and written again when somebody removes or changes them.
 */
public final class DnsService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DnsService.class);
    private static final String NAMESPACE = "kube-system";
    private static final String NAME = "kube-dns";
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final ClusterView view;
    private final ScheduledExecutorService executor;
    private final String virtualAddress;
    private final String serverAddress;
    private final int serverPort;

    /**
     * A keeper of the service.
     *
     * @param virtualAddress what pods have in their resolv.conf
     * @param serverAddress where the server listens, as pods reach it
     */
    public DnsService(
            KubernetesClient client,
            ClusterView view,
            ScheduledExecutorService executor,
            String virtualAddress,
            String serverAddress,
            int serverPort) {
        this.client = client;
        this.view = view;
        this.executor = executor;
        this.virtualAddress = virtualAddress;
        this.serverAddress = serverAddress;
        this.serverPort = serverPort;
    }

    /** Writes what is missing, now and whenever it is. */
    public void start() {
        view.list(Endpoints.class);
        executor.execute(this::keep);
        view.follow(Service.class, Changes.any(this::look));
        view.follow(Endpoints.class, Changes.any(this::look));
    }

    @Override
    public void close() {
        // The executor is its owner's; once it is shut down, nothing is written any more.
    }

    private void look(HasMetadata changed) {
        if (NAME.equals(changed.getMetadata().getName())
                && NAMESPACE.equals(changed.getMetadata().getNamespace())
                && !executor.isShutdown()) {
            executor.execute(this::keep);
        }
    }

    private synchronized void keep() {
        try {
            if (view.find(Service.class, NAMESPACE, NAME).isEmpty()) {
                client.services().inNamespace(NAMESPACE).resource(service()).create();
            }
            Optional<Endpoints> current = view.find(Endpoints.class, NAMESPACE, NAME);
            Endpoints wanted = endpoints();
            if (current.isEmpty()) {
                client.endpoints().inNamespace(NAMESPACE).resource(wanted).create();
            } else if (!wanted.getSubsets().equals(current.get().getSubsets())) {
                client.endpoints()
                        .inNamespace(NAMESPACE)
                        .resource(new EndpointsBuilder(current.get())
                                .withSubsets(wanted.getSubsets())
                                .build())
                        .update();
            }
        } catch (RuntimeException | Error refused) {
            // Already there: the view has not heard of it yet. Everything else is worth a line.
            if (!(refused instanceof KubernetesClientException known) || known.getCode() != 409) {
                LOG.warn("service {}/{} is not as it should be yet: {}", NAMESPACE, NAME, refused.toString());
            }
            if (!executor.isShutdown()) {
                ScheduledFuture<?> unused = executor.schedule(this::keep, RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(NAME)
                .addToLabels("k8s-app", NAME)
                .endMetadata()
                .withNewSpec()
                .withClusterIP(virtualAddress)
                .addNewPort()
                .withName("dns")
                .withProtocol("UDP")
                .withPort(53)
                .endPort()
                .addNewPort()
                .withName("dns-tcp")
                .withProtocol("TCP")
                .withPort(53)
                .endPort()
                .endSpec()
                .build();
    }

    private Endpoints endpoints() {
        return new EndpointsBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(NAME)
                .endMetadata()
                .addNewSubset()
                .addNewAddress()
                .withIp(serverAddress)
                .endAddress()
                .withPorts(port("dns", "UDP"), port("dns-tcp", "TCP"))
                .endSubset()
                .build();
    }

    private EndpointPort port(String name, String protocol) {
        return new EndpointPortBuilder()
                .withName(name)
                .withPort(serverPort)
                .withProtocol(protocol)
                .build();
    }
}
