package dev.podproof.benchmarks;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Many services without selectors, in a namespace of their own; what is behind them is written by hand. */
final class Services {
    static final String NAMESPACE = "bench";
    private static final int WRITERS = 8;

    private final KubernetesClient client;
    private final int endpoints;

    /** @param endpoints how many ready addresses each service has */
    Services(KubernetesClient client, int endpoints) {
        this.client = client;
        this.endpoints = endpoints;
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Services {@code web-FROM} to {@code web-(TO-1)}. */
    List<Service> create(int from, int to) throws InterruptedException, ExecutionException {
        var writers = Executors.newFixedThreadPool(WRITERS);
        try {
            var creations = IntStream.range(from, to)
                    .<Callable<Service>>mapToObj(number -> () -> create(number))
                    .toList();
            List<Service> created = new ArrayList<>();
            for (var creation : writers.invokeAll(creations)) {
                created.add(creation.get());
            }
            return created;
        } finally {
            writers.shutdown();
        }
    }

    /** The endpoints first, so that the service can serve as soon as it is there. */
    Service create(int number) {
        createEndpoints(number);
        return createService(number);
    }

    void createEndpoints(int number) {
        List<EndpointAddress> addresses = IntStream.range(0, endpoints)
                .mapToObj(each -> new EndpointAddressBuilder()
                        .withIp("10.244.%d.%d".formatted(100 + each, 1 + number % 250))
                        .build())
                .toList();
        client.endpoints()
                .inNamespace(NAMESPACE)
                .resource(new EndpointsBuilder()
                        .withNewMetadata()
                        .withName("web-" + number)
                        .endMetadata()
                        .addNewSubset()
                        .withAddresses(addresses)
                        .addNewPort()
                        .withName("http")
                        .withPort(8080)
                        .endPort()
                        .endSubset()
                        .build())
                .create();
    }

    Service createService(int number) {
        return client.services()
                .inNamespace(NAMESPACE)
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("web-" + number)
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withName("http")
                        .withPort(80)
                        .withNewTargetPort(8080)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
    }

    /** The endpoints go with their service. */
    void delete(int number) {
        client.services().inNamespace(NAMESPACE).withName("web-" + number).delete();
    }

    /** Returns when the endpoints of a deleted service have followed it. */
    void awaitNoEndpoints(int number, Duration limit) {
        client.endpoints()
                .inNamespace(NAMESPACE)
                .withName("web-" + number)
                .waitUntilCondition(each -> each == null, limit.toSeconds(), TimeUnit.SECONDS);
    }
}
