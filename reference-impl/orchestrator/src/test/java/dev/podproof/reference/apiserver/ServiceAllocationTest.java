package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.reference.testing.InProcessApi;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServiceAllocationTest {

    private static InProcessApi api;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        api = InProcessApi.start();
        client = api.admin();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void givesNoAddressAndNoNodePortToTwoServicesThatAreMadeAtOnce() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        List<Callable<Service>> creations = IntStream.range(0, 80)
                .<Callable<Service>>mapToObj(i -> () -> create(service("many-" + i, tcp(80, 0))))
                .toList();

        List<Service> created = new ArrayList<>();
        for (var creation : threads.invokeAll(creations)) {
            created.add(creation.get());
        }

        threads.shutdown();
        assertThat(created)
                .extracting(service -> service.getSpec().getClusterIP())
                .doesNotHaveDuplicates();
        assertThat(created).flatExtracting(ServiceAllocationTest::nodePorts).doesNotHaveDuplicates();
    }

    @Test
    void honoursAnAddressOnceAndSaysWhyItDoesNotTheSecondTime() {
        create(withAddress(service("wanted", tcp(80, 0)), "10.96.7.7"));

        assertThatThrownBy(() -> create(withAddress(service("late", tcp(80, 0)), "10.96.7.7")))
                .hasMessageContaining("spec.clusterIP")
                .hasMessageContaining("already allocated");
        assertThatThrownBy(() -> create(withAddress(service("outside", tcp(80, 0)), "192.0.2.7")))
                .hasMessageContaining("not in the valid range 10.96.0.0/16");
        assertThatThrownBy(() -> create(service("low", tcp(80, 80)))).hasMessageContaining("30000-32767");
    }

    @Test
    void sharesANodePortBetweenTheProtocolsOfOnePort() {
        assertThat(nodePorts(create(service("dns", tcp(53, 0), udp(53, 31053)))))
                .containsExactly(31053, 31053);
        assertThat(nodePorts(create(service("both", tcp(53, 0), udp(53, 0)))).stream()
                        .distinct())
                .hasSize(1);
    }

    @Test
    void neverGivesOneOfItsPortsWhatAnotherAsksFor() {
        int next = nodePorts(create(service("before", tcp(80, 0)))).get(0) + 1;

        assertThat(nodePorts(create(service("greedy", tcp(80, 0), tcp(81, next)))))
                .doesNotHaveDuplicates()
                .last()
                .isEqualTo(next);
    }

    @Test
    void refusesOneNodePortForTwoPorts() {
        assertThatThrownBy(() -> create(service("twice", tcp(80, 31080), tcp(81, 31080))))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("spec.ports[1].nodePort");
        // What a refused service took is free again.
        assertThat(nodePorts(create(service("once", tcp(80, 31080))))).containsExactly(31080);
    }

    @Test
    void givesOutNothingAfterARestartThatAServiceHasFromBefore() {
        try (InProcessApi restarted = InProcessApi.durable()) {
            List<Service> before = IntStream.range(0, 20)
                    .mapToObj(i -> create(restarted.admin(), service("before-" + i, tcp(80, 0))))
                    .toList();
            restarted.restart();

            List<Service> all = new ArrayList<>(before);
            IntStream.range(0, 20).forEach(i -> all.add(create(restarted.admin(), service("after-" + i, tcp(80, 0)))));

            assertThat(all)
                    .extracting(service -> service.getSpec().getClusterIP())
                    .doesNotHaveDuplicates();
            assertThat(all).flatExtracting(ServiceAllocationTest::nodePorts).doesNotHaveDuplicates();
            String taken = before.get(3).getSpec().getClusterIP();
            assertThatThrownBy(() -> create(restarted.admin(), withAddress(service("wanted", tcp(80, 0)), taken)))
                    .hasMessageContaining("already allocated");
        }
    }

    @Test
    void refusesTwoPortsOfOneName() {
        Service twice = new ServiceBuilder(service("twins", tcp(80, 0), tcp(81, 0)))
                .editSpec()
                .editLastPort()
                .withName("tcp-80")
                .endPort()
                .endSpec()
                .build();

        assertThatThrownBy(() -> create(twice)).hasMessageContaining("spec.ports[1].name: Duplicate value: \"tcp-80\"");
    }

    private static Service create(Service service) {
        return create(client, service);
    }

    private static Service create(KubernetesClient client, Service service) {
        return client.resource(service).create();
    }

    private static List<Integer> nodePorts(Service service) {
        return service.getSpec().getPorts().stream()
                .map(ServicePort::getNodePort)
                .toList();
    }

    private static Service withAddress(Service service, String address) {
        return new ServiceBuilder(service)
                .editSpec()
                .withClusterIP(address)
                .endSpec()
                .build();
    }

    private static Service service(String name, ServicePort... ports) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withType("NodePort")
                .withPorts(ports)
                .endSpec()
                .build();
    }

    private static ServicePort tcp(int port, int nodePort) {
        return port("TCP", port, nodePort);
    }

    private static ServicePort udp(int port, int nodePort) {
        return port("UDP", port, nodePort);
    }

    private static ServicePort port(String protocol, int port, int nodePort) {
        return new ServicePortBuilder()
                .withName(protocol.toLowerCase(java.util.Locale.ROOT) + "-" + port)
                .withProtocol(protocol)
                .withPort(port)
                .withNodePort(nodePort == 0 ? null : nodePort)
                .build();
    }
}
