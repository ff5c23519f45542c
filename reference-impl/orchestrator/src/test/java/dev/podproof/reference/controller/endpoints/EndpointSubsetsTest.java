package dev.podproof.reference.controller.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointSubsetsTest {

    @Test
    void listsReadyPodsToTakeTrafficAndTheOthersAsNotReady() {
        Service service = service(port("http", new IntOrString(8080)));

        List<EndpointSubset> subsets =
                subsets(service, List.of(pod("a", "10.244.1.2", true), pod("b", "10.244.2.2", false)));

        assertThat(subsets).hasSize(1);
        assertThat(addresses(subsets.get(0).getAddresses())).containsExactly("10.244.1.2");
        assertThat(addresses(subsets.get(0).getNotReadyAddresses())).containsExactly("10.244.2.2");
        assertThat(subsets.get(0).getPorts()).singleElement().satisfies(port -> {
            assertThat(port.getName()).isEqualTo("http");
            assertThat(port.getPort()).isEqualTo(8080);
            assertThat(port.getProtocol()).isEqualTo("TCP");
        });
    }

    @Test
    void saysWhichPodOnWhichNodeAnAddressBelongsTo() {
        EndpointAddress address = subsets(
                        service(port("http", new IntOrString(80))), List.of(pod("a", "10.244.1.2", true)))
                .get(0)
                .getAddresses()
                .get(0);

        assertThat(address.getNodeName()).isEqualTo("host-1");
        assertThat(address.getTargetRef().getKind()).isEqualTo("Pod");
        assertThat(address.getTargetRef().getName()).isEqualTo("a");
        assertThat(address.getTargetRef().getUid()).isEqualTo("uid-a");
        assertThat(address.getHostname()).isNull();
    }

    @Test
    void leavesOutPodsThatHaveNoAddressOrHaveEndedOrAreEnding() {
        Pod ended = new PodBuilder(pod("b", "10.244.1.3", true))
                .editStatus()
                .withPhase("Succeeded")
                .endStatus()
                .build();
        Pod ending = ending(pod("c", "10.244.1.4", true));

        assertThat(subsets(
                        service(port("http", new IntOrString(80))),
                        List.of(pod("a", null, false), ended, ending, new Pod())))
                .isEmpty();
    }

    @Test
    void looksUpANamedPortInEachPod() {
        Pod on80 = offering(pod("a", "10.244.1.2", true), "web", 80, "TCP");
        Pod on81 = offering(pod("b", "10.244.1.3", true), "web", 81, "TCP");
        Pod elsewhere = offering(pod("c", "10.244.1.4", true), "other", 82, "TCP");
        Pod udp = offering(pod("d", "10.244.1.5", true), "web", 83, "UDP");

        List<EndpointSubset> subsets =
                subsets(service(port("http", new IntOrString("web"))), List.of(on81, on80, elsewhere, udp));

        assertThat(subsets).hasSize(2);
        assertThat(subsets.get(0).getPorts().get(0).getPort()).isEqualTo(80);
        assertThat(addresses(subsets.get(0).getAddresses())).containsExactly("10.244.1.2");
        assertThat(subsets.get(1).getPorts().get(0).getPort()).isEqualTo(81);
        assertThat(addresses(subsets.get(1).getAddresses())).containsExactly("10.244.1.3");
    }

    @Test
    void usesThePortItselfWhereNoTargetIsNamed() {
        assertThat(subsets(service(port("http", null)), List.of(pod("a", "10.244.1.2", true)))
                        .get(0)
                        .getPorts()
                        .get(0)
                        .getPort())
                .isEqualTo(1080);
    }

    @Test
    void publishesPodsThatAreNotReadyWhenTheServiceAsksForIt() {
        Service service = new ServiceBuilder(service(port("http", new IntOrString(80))))
                .editSpec()
                .withPublishNotReadyAddresses(true)
                .endSpec()
                .build();

        EndpointSubset subset = subsets(
                        service, List.of(pod("a", "10.244.1.2", false), ending(pod("b", "10.244.1.3", false))))
                .get(0);

        assertThat(addresses(subset.getAddresses())).containsExactly("10.244.1.2", "10.244.1.3");
        assertThat(subset.getNotReadyAddresses()).isEmpty();
    }

    @Test
    void givesAHeadlessServiceWithoutPortsItsAddresses() {
        assertThat(subsets(service(), List.of(pod("a", "10.244.1.2", true))))
                .singleElement()
                .satisfies(subset -> {
                    assertThat(subset.getPorts()).isEmpty();
                    assertThat(addresses(subset.getAddresses())).containsExactly("10.244.1.2");
                });
    }

    @Test
    void namesTheHostOfAPodThatBelongsToTheServicesSubdomain() {
        Pod pod = new PodBuilder(pod("a", "10.244.1.2", true))
                .editSpec()
                .withHostname("first")
                .withSubdomain("web")
                .endSpec()
                .build();

        assertThat(subsets(service(), List.of(pod)).get(0).getAddresses().get(0).getHostname())
                .isEqualTo("first");
    }

    @Test
    void doesNotDependOnTheOrderOfThePods() {
        List<Pod> pods = new ArrayList<>();
        for (int i = 1; i < 20; i++) {
            pods.add(offering(pod("pod-" + i, "10.244.1." + i, i % 3 == 0), "web", 80 + i % 4, "TCP"));
        }
        Service service = service(port("http", new IntOrString("web")));
        List<EndpointSubset> expected = subsets(service, pods);

        Collections.reverse(pods);

        assertThat(expected).hasSize(4);
        assertThat(subsets(service, pods)).isEqualTo(expected);
    }

    private static List<String> addresses(List<EndpointAddress> addresses) {
        return addresses.stream().map(EndpointAddress::getIp).toList();
    }

    private static ServicePort port(String name, IntOrString target) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(1080)
                .withTargetPort(target)
                .build();
    }

    private static Service service(ServicePort... ports) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("ns")
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", "web")
                .withPorts(ports)
                .endSpec()
                .build();
    }

    private static Pod ending(Pod pod) {
        return new PodBuilder(pod)
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build();
    }

    private static Pod offering(Pod pod, String name, int number, String protocol) {
        return new PodBuilder(pod)
                .editSpec()
                .addNewContainer()
                .withPorts(new ContainerPortBuilder()
                        .withName(name)
                        .withContainerPort(number)
                        .withProtocol(protocol)
                        .build())
                .endContainer()
                .endSpec()
                .build();
    }

    private static Pod pod(String name, String address, boolean ready) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("ns")
                .withUid("uid-" + name)
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .withNodeName("host-1")
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP(address)
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus()
                .build();
    }

    private static List<EndpointSubset> subsets(Service service, List<Pod> pods) {
        return EndpointSubsets.of(service, pods, new OneByOne("testing"));
    }
}
