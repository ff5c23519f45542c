package dev.podproof.reference.node.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceVariablesTest {
    private static final Service MASTER = service("default", "kubernetes", "10.96.0.1", port("https", 443, "TCP"));

    @Test
    void a_service_has_both_families_of_variables() {
        Service service = service("shop", "redis-master", "10.0.0.11", port(null, 6379, "TCP"));

        assertThat(ServiceVariables.of(pod("shop"), List.of(service)))
                .isEqualTo(Map.of(
                        "REDIS_MASTER_SERVICE_HOST", "10.0.0.11",
                        "REDIS_MASTER_SERVICE_PORT", "6379",
                        "REDIS_MASTER_PORT", "tcp://10.0.0.11:6379",
                        "REDIS_MASTER_PORT_6379_TCP", "tcp://10.0.0.11:6379",
                        "REDIS_MASTER_PORT_6379_TCP_PROTO", "tcp",
                        "REDIS_MASTER_PORT_6379_TCP_PORT", "6379",
                        "REDIS_MASTER_PORT_6379_TCP_ADDR", "10.0.0.11"));
    }

    @Test
    void each_port_of_several_has_its_own_and_a_named_one_has_one_more() {
        Service service = service("shop", "dns", "10.0.0.10", port("dns-udp", 53, "UDP"), port("dns-tcp", 53, "TCP"));

        assertThat(ServiceVariables.of(pod("shop"), List.of(service)))
                .containsEntry("DNS_SERVICE_PORT", "53")
                .containsEntry("DNS_SERVICE_PORT_DNS_UDP", "53")
                .containsEntry("DNS_SERVICE_PORT_DNS_TCP", "53")
                .containsEntry("DNS_PORT", "udp://10.0.0.10:53")
                .containsEntry("DNS_PORT_53_UDP", "udp://10.0.0.10:53")
                .containsEntry("DNS_PORT_53_TCP_PROTO", "tcp");
    }

    @Test
    void services_of_other_namespaces_and_those_without_an_address_are_left_out() {
        List<Service> services = List.of(
                service("other", "far", "10.0.0.1", port(null, 1, "TCP")),
                service("shop", "headless", "None", port(null, 1, "TCP")),
                service("shop", "external", "", port(null, 1, "TCP")),
                service("shop", "portless", "10.0.0.2"));

        assertThat(ServiceVariables.of(pod("shop"), services)).isEmpty();
    }

    @Test
    void the_kubernetes_service_is_there_even_for_a_pod_that_turned_service_links_off() {
        Pod pod = new PodBuilder(pod("shop"))
                .editSpec()
                .withEnableServiceLinks(false)
                .endSpec()
                .build();
        Service own = service("shop", "redis", "10.0.0.11", port(null, 6379, "TCP"));

        assertThat(ServiceVariables.of(pod, List.of(own, MASTER)))
                .containsEntry("KUBERNETES_SERVICE_HOST", "10.96.0.1")
                .containsEntry("KUBERNETES_SERVICE_PORT_HTTPS", "443")
                .doesNotContainKey("REDIS_SERVICE_HOST");
    }

    @Test
    void a_service_of_the_pods_own_namespace_hides_the_master_of_the_same_name_in_whatever_order_they_come() {
        Service own = service("shop", "kubernetes", "10.0.0.99", port(null, 443, "TCP"));

        assertThat(ServiceVariables.of(pod("shop"), List.of(own, MASTER)))
                .containsEntry("KUBERNETES_SERVICE_HOST", "10.0.0.99");
        assertThat(ServiceVariables.of(pod("shop"), List.of(MASTER, own)))
                .containsEntry("KUBERNETES_SERVICE_HOST", "10.0.0.99");
    }

    private static Pod pod(String namespace) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
    }

    private static Service service(String namespace, String name, String address, ServicePort... ports) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withClusterIP(address)
                .withPorts(ports)
                .endSpec()
                .build();
    }

    private static ServicePort port(String name, int number, String protocol) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(number)
                .withProtocol(protocol)
                .build();
    }
}
