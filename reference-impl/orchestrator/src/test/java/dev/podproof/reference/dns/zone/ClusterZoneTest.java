package dev.podproof.reference.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.dns.zone.RecordData.Address;
import dev.podproof.reference.dns.zone.RecordData.Alias;
import dev.podproof.reference.dns.zone.RecordData.Pointer;
import dev.podproof.reference.dns.zone.RecordData.Target;
import dev.podproof.reference.dns.zone.RecordData.Text;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterZoneTest {

    private final ClusterZone zone = new ClusterZone("cluster.local", List.of("10.96.0.0/16", "10.244.0.0/16"));

    @Test
    void namesAServiceByItsNamespace() {
        zone.put(service("10.96.0.7"), Optional.empty());

        assertThat(found("web.ns.svc.cluster.local")).containsExactly(new Address("10.96.0.7"));
        assertThat(zone.find("web.other.svc.cluster.local")).isEqualTo(new Answer.NoSuchName());
    }

    @Test
    void answersWithNothingThatIsNoAddressOrNoName() {
        Service bare = new ServiceBuilder(service("None")).withSpec(null).build();
        Service nowhere = new ServiceBuilder(service("None"))
                .editSpec()
                .withType("ExternalName")
                .endSpec()
                .build();
        Endpoints odd = new EndpointsBuilder(endpoints())
                .addNewSubset()
                .addNewAddress()
                .endAddress()
                .addNewAddress()
                .withIp("evil.example")
                .endAddress()
                .addNewAddress()
                .withIp("10.244.9.9\n")
                .endAddress()
                .addNewPort()
                .withName("http")
                .endPort()
                .endSubset()
                .build();

        for (Service service : List.of(bare, nowhere, service("evil.example"), service("10.96.0.7 evil"))) {
            zone.put(service, Optional.of(odd));
            assertThat(zone.find("web.ns.svc.cluster.local")).isEqualTo(new Answer.NoSuchName());
        }
        zone.put(service("None"), Optional.of(odd));
        assertThat(found("web.ns.svc.cluster.local"))
                .containsExactlyInAnyOrder(new Address("10.244.1.2"), new Address("10.244.2.2"));
    }

    @Test
    void namesThePortsOfAService() {
        zone.put(service("10.96.0.7"), Optional.empty());

        assertThat(found("_http._tcp.web.ns.svc.cluster.local"))
                .containsExactly(new Target(80, "web.ns.svc.cluster.local"));
        assertThat(found("_dns._udp.web.ns.svc.cluster.local"))
                .containsExactly(new Target(53, "web.ns.svc.cluster.local"));
        assertThat(zone.find("_http._udp.web.ns.svc.cluster.local")).isEqualTo(new Answer.NoSuchName());
    }

    @Test
    void knowsThatANameAboveAnotherExists() {
        zone.put(service("10.96.0.7"), Optional.empty());
        zone.putNamespace("ns");

        for (String name : List.of(
                "cluster.local", "svc.cluster.local", "ns.svc.cluster.local", "_tcp.web.ns.svc.cluster.local")) {
            assertThat(found(name)).as(name).isEmpty();
        }
    }

    @Test
    void leadsFromAVirtualAddressBackToItsService() {
        zone.put(service("10.96.0.7"), Optional.empty());

        assertThat(found("7.0.96.10.in-addr.arpa")).containsExactly(new Pointer("web.ns.svc.cluster.local"));
        assertThat(zone.find("8.0.96.10.in-addr.arpa")).isEqualTo(new Answer.NoSuchName());
        assertThat(zone.find("8.8.8.8.in-addr.arpa")).isEqualTo(new Answer.NotOurs());
    }

    @Test
    void givesAHeadlessServiceTheAddressesOfItsReadyPods() {
        zone.put(service("None"), Optional.of(endpoints()));

        assertThat(found("web.ns.svc.cluster.local"))
                .containsExactlyInAnyOrder(new Address("10.244.1.2"), new Address("10.244.2.2"));
    }

    @Test
    void namesEachPodOfAHeadlessServiceByItsHostnameOrItsAddress() {
        zone.put(service("None"), Optional.of(endpoints()));

        assertThat(found("first.web.ns.svc.cluster.local")).containsExactly(new Address("10.244.1.2"));
        assertThat(found("10-244-2-2.web.ns.svc.cluster.local")).containsExactly(new Address("10.244.2.2"));
        assertThat(found("_http._tcp.web.ns.svc.cluster.local"))
                .containsExactlyInAnyOrder(
                        new Target(8080, "first.web.ns.svc.cluster.local"),
                        new Target(8080, "10-244-2-2.web.ns.svc.cluster.local"));
        assertThat(found("2.1.244.10.in-addr.arpa")).containsExactly(new Pointer("first.web.ns.svc.cluster.local"));
    }

    @Test
    void knowsAHeadlessServiceThatHasNobodyBehindIt() {
        zone.put(service("None"), Optional.empty());

        assertThat(found("web.ns.svc.cluster.local")).isEmpty();
    }

    @Test
    void leadsToAnotherNameForAnExternalService() {
        Service external = new ServiceBuilder(service(null))
                .editSpec()
                .withType("ExternalName")
                .withExternalName("www.example.org.")
                .endSpec()
                .build();
        zone.put(external, Optional.empty());

        assertThat(found("web.ns.svc.cluster.local")).containsExactly(new Alias("www.example.org"));
    }

    @Test
    void forgetsAServiceThatIsGone() {
        zone.put(service("10.96.0.7"), Optional.empty());
        zone.remove("ns", "web");

        assertThat(zone.find("web.ns.svc.cluster.local")).isEqualTo(new Answer.NoSuchName());
        assertThat(zone.find("7.0.96.10.in-addr.arpa")).isEqualTo(new Answer.NoSuchName());
    }

    @Test
    void leadsAnAddressThatWentToAnotherServiceToThatOne() {
        zone.put(service("10.96.0.7"), Optional.empty());
        zone.put(
                new ServiceBuilder(service("10.96.0.7"))
                        .editMetadata()
                        .withName("heir")
                        .endMetadata()
                        .build(),
                Optional.empty());
        zone.remove("ns", "web");

        assertThat(found("7.0.96.10.in-addr.arpa")).containsExactly(new Pointer("heir.ns.svc.cluster.local"));
    }

    @Test
    void hasANewVersionOnlyWhenSomethingChanged() {
        zone.put(service("10.96.0.7"), Optional.empty());
        long before = zone.version();

        zone.put(service("10.96.0.7"), Optional.empty());
        assertThat(zone.version()).isEqualTo(before);

        zone.put(service("10.96.0.8"), Optional.empty());
        assertThat(zone.version()).isGreaterThan(before);
    }

    @Test
    void spellsAPodsAddressAsAName() {
        zone.putNamespace("ns");

        assertThat(found("10-244-1-2.ns.pod.cluster.local")).containsExactly(new Address("10.244.1.2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10-244-1.ns.pod.cluster.local",
                "10-244-1-256.ns.pod.cluster.local",
                "a.10-244-1-2.ns.pod.cluster.local",
                "10-244-1-2.nowhere.pod.cluster.local",
                "nowhere.svc.cluster.local",
                "web.cluster.local",
                "..svc.cluster.local",
                ".svc.cluster.local",
                ".pod.cluster.local",
                "a.b.c.d.e.svc.cluster.local",
            })
    void knowsNoSuchName(String name) {
        zone.putNamespace("ns");

        assertThat(zone.find(name)).isEqualTo(new Answer.NoSuchName());
    }

    @Test
    void leavesOtherNamesToOthers() {
        assertThat(zone.find("example.org")).isEqualTo(new Answer.NotOurs());
        assertThat(zone.find("notcluster.local")).isEqualTo(new Answer.NotOurs());
        assertThat(zone.find("")).isEqualTo(new Answer.NotOurs());
    }

    @Test
    void saysWhichVersionOfTheSpecificationItFollows() {
        assertThat(found("dns-version.cluster.local")).containsExactly(new Text("1.1.0"));
    }

    private List<RecordData> found(String name) {
        Answer answer = zone.find(name);
        assertThat(answer).as(name).isInstanceOf(Answer.Found.class);
        return ((Answer.Found) answer).data();
    }

    private static Service service(String address) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .withClusterIP(address)
                .addNewPort()
                .withName("http")
                .withPort(80)
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
                .addNewSubset()
                .withAddresses(
                        new EndpointAddressBuilder()
                                .withIp("10.244.1.2")
                                .withHostname("first")
                                .build(),
                        new EndpointAddressBuilder().withIp("10.244.2.2").build())
                .withNotReadyAddresses(
                        new EndpointAddressBuilder().withIp("10.244.3.2").build())
                .addNewPort(null, "http", 8080, "TCP")
                .endSubset()
                .build();
    }
}
