package dev.podproof.reference.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.api.Ipv4Address;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VirtualPortTest {

    @Test
    void leadsFromEachPortOfAServiceToTheReadyAddressesBehindThatPort() {
        List<VirtualPort> ports = VirtualPort.of(service(), Optional.of(endpoints()));

        assertThat(ports)
                .containsExactly(
                        new VirtualPort(
                                "ns/web",
                                Transport.TCP,
                                Ipv4Address.parse("10.96.0.7"),
                                80,
                                Optional.of(30080),
                                Optional.empty(),
                                List.of(
                                        new Backend(Ipv4Address.parse("10.244.1.2"), 8080),
                                        new Backend(Ipv4Address.parse("10.244.2.2"), 8080),
                                        new Backend(Ipv4Address.parse("10.244.3.2"), 9090))),
                        new VirtualPort(
                                "ns/web",
                                Transport.UDP,
                                Ipv4Address.parse("10.96.0.7"),
                                53,
                                Optional.empty(),
                                Optional.empty(),
                                List.of(
                                        new Backend(Ipv4Address.parse("10.244.1.2"), 5353),
                                        new Backend(Ipv4Address.parse("10.244.2.2"), 5353))));
    }

    @Test
    void hasNoBackendsWhereThereAreNoEndpoints() {
        assertThat(VirtualPort.of(service(), Optional.empty()))
                .hasSize(2)
                .allSatisfy(port -> assertThat(port.backends()).isEmpty());
    }

    @Test
    void leavesOutAddressesThatItsRulesCannotHold() {
        Endpoints mixed = new EndpointsBuilder(endpoints())
                .editFirstSubset()
                .addNewAddress()
                .withIp("fd00::7")
                .endAddress()
                .endSubset()
                .build();

        assertThat(VirtualPort.of(service(), Optional.of(mixed)))
                .isEqualTo(VirtualPort.of(service(), Optional.of(endpoints())));
    }

    @Test
    void ignoresServicesThatHaveNoVirtualAddress() {
        Service headless = new ServiceBuilder(service())
                .editSpec()
                .withClusterIP("None")
                .endSpec()
                .build();
        Service alias = new ServiceBuilder(service())
                .editSpec()
                .withType("ExternalName")
                .endSpec()
                .build();

        assertThat(VirtualPort.of(headless, Optional.of(endpoints()))).isEmpty();
        assertThat(VirtualPort.of(alias, Optional.of(endpoints()))).isEmpty();
    }

    @Test
    void keepsAClientAsLongAsTheServiceSaysAndThreeHoursIfItDoesNot() {
        Service sticky = new ServiceBuilder(service())
                .editSpec()
                .withSessionAffinity("ClientIP")
                .endSpec()
                .build();
        Service brief = new ServiceBuilder(sticky)
                .editSpec()
                .withNewSessionAffinityConfig()
                .withNewClientIP(7)
                .endSessionAffinityConfig()
                .endSpec()
                .build();

        assertThat(VirtualPort.of(sticky, Optional.empty()).get(0).affinity()).contains(Duration.ofHours(3));
        assertThat(VirtualPort.of(brief, Optional.empty()).get(0).affinity()).contains(Duration.ofSeconds(7));
    }

    private static Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .withClusterIP("10.96.0.7")
                .addNewPort()
                .withName("http")
                .withPort(80)
                .withNodePort(30080)
                .endPort()
                .addNewPort()
                .withName("dns")
                .withProtocol("UDP")
                .withPort(53)
                .endPort()
                .endSpec()
                .build();
    }

    private static Endpoints endpoints() {
        return new EndpointsBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName("web")
                .endMetadata()
                .addToSubsets(new EndpointSubsetBuilder()
                        .withAddresses(
                                new EndpointAddressBuilder()
                                        .withIp("10.244.2.2")
                                        .build(),
                                new EndpointAddressBuilder()
                                        .withIp("10.244.1.2")
                                        .build())
                        .withNotReadyAddresses(new EndpointAddressBuilder()
                                .withIp("10.244.9.9")
                                .build())
                        .addNewPort(null, "http", 8080, "TCP")
                        .addNewPort(null, "dns", 5353, "UDP")
                        .build())
                .addToSubsets(new EndpointSubsetBuilder()
                        .withAddresses(new EndpointAddressBuilder()
                                .withIp("10.244.3.2")
                                .build())
                        .addNewPort(null, "http", 9090, "TCP")
                        .build())
                .build();
    }
}
