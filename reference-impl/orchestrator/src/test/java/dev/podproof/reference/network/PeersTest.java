package dev.podproof.reference.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.api.HardwareAddress;
import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.model.ForeignHosts;
import dev.podproof.reference.model.ForeignHosts.ForeignHost;
import dev.podproof.reference.network.hostgw.HostGateway;
import dev.podproof.reference.network.ovs.OpenVSwitch;
import dev.podproof.reference.network.vxlan.Vxlan;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another host says of itself can keep that host out, and nobody else. */
class PeersTest {
    private static final Ipv4Range PODS = Ipv4Range.parse("10.244.0.0/16");
    private static final Peer GOOD = new Peer("good", Ipv4Address.parse("192.0.2.2"), new Subnet("10.244.2.0/24"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.9\n",
                "192.0.2.9 }\n}\nadd table ip evil\n",
                "192.0.2.9; flush ruleset",
                "192.0.2.9\" , \"",
                "192.0.2.9,output:LOCAL",
                "$(reboot)",
                "192.0.2.009",
                "192.0.2",
                "::1",
                "evil.example",
                ""
            })
    void an_address_that_is_none_reaches_no_program(String address) {
        Peers peers = look(node("evil", address, "10.244.9.0/24", 1), node("good", "192.0.2.2", "10.244.2.0/24", 2));

        assertThat(peers.all()).containsExactly(GOOD);
        assertThat(text(peers.all())).doesNotContain("evil", "192.0.2.9", "reboot", "LOCAL,dl_dst=02:70:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.244.9.0/24\n",
                "10.244.9.0/24 }; flush ruleset",
                "10.244.9.0/24 via 192.0.2.66",
                "10.244.9.0",
                "/",
                "10.244.9.0/33",
                "0.0.0.0/0",
                "192.0.2.0/24",
                "10.96.0.0/16",
                "10.244.0.0/15"
            })
    void a_subnet_that_is_none_of_the_pods_range_is_left_out_and_said_to_be(String subnet) {
        Peers peers = look(node("evil", "192.0.2.9", subnet, 1), node("good", "192.0.2.2", "10.244.2.0/24", 2));

        assertThat(peers.all()).containsExactly(GOOD);
        assertThat(peers.leftOut()).containsOnlyKeys("evil");
    }

    @Test
    void of_two_hosts_with_one_subnet_the_older_keeps_it() {
        Peers peers =
                look(node("evil", "192.0.2.9", "10.244.2.0/25", 2), node("good", "192.0.2.2", "10.244.2.0/24", 1));

        assertThat(peers.all()).containsExactly(GOOD);
        assertThat(peers.leftOut()).containsOnlyKeys("evil");
        assertThat(peers.leftOut().get("evil")).contains("overlaps that of good");
    }

    @Test
    void this_hosts_own_subnet_is_not_another_ones() {
        Peers peers = new Peers(PODS);

        peers.look(
                List.of(node("self", "192.0.2.1", "10.244.1.0/24", 1), node("evil", "192.0.2.9", "10.244.1.0/24", 2)),
                Stream.of(),
                Optional.of("self"));

        assertThat(peers.all()).isEmpty();
        assertThat(peers.leftOut()).containsOnlyKeys("evil");
    }

    @Test
    void hosts_of_a_flannel_network_are_held_against_the_same() {
        ForeignHost far = new ForeignHost(
                Ipv4Address.parse("192.0.2.50"),
                Ipv4Range.parse("192.0.2.0/24"),
                new HardwareAddress("82:4b:b6:2f:54:4e"));
        Peers peers = new Peers(PODS);

        peers.look(List.of(), Stream.of(far), Optional.empty());

        assertThat(peers.all()).isEmpty();
        assertThat(peers.leftOut()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"address\":\"192.0.2.9\\n\",\"subnet\":\"10.244.9.0/24\",\"hardwareAddress\":\"02:70:00:00:00:01\"}",
                "{\"address\":\"192.0.2.9\",\"subnet\":\"10.244.9.0/24 dev lo\",\"hardwareAddress\":\"02:70:00:00:00:01\"}",
                "{\"address\":\"192.0.2.9\",\"subnet\":\"10.244.9.0/24\",\"hardwareAddress\":\"02:70:00:00:00:01 dev lo\"}",
                "{\"address\":\"192.0.2.9\",\"subnet\":\"10.244.9.0/24\"}",
                "{}",
                "7"
            })
    void what_describes_no_host_of_a_flannel_network_is_left_out(String host) {
        Endpoints written = ForeignHosts.write(List.of(new ForeignHost(
                Ipv4Address.parse("192.0.2.50"),
                Ipv4Range.parse("10.244.7.0/24"),
                new HardwareAddress("82:4b:b6:2f:54:4e"))));
        Endpoints damaged = new EndpointsBuilder(written)
                .editMetadata()
                .withAnnotations(Map.of(
                        "podproof.dev/foreign-hosts",
                        written.getMetadata()
                                .getAnnotations()
                                .values()
                                .iterator()
                                .next()
                                .replaceFirst("\\[", "[" + java.util.regex.Matcher.quoteReplacement(host) + ",")))
                .endMetadata()
                .build();

        assertThat(ForeignHosts.read(damaged))
                .isEqualTo(ForeignHosts.read(written))
                .hasSize(1);
    }

    @Test
    void an_annotation_that_can_not_be_read_names_no_hosts() {
        Endpoints damaged = new EndpointsBuilder(ForeignHosts.write(List.of()))
                .editMetadata()
                .withAnnotations(Map.of("podproof.dev/foreign-hosts", "[{"))
                .endMetadata()
                .build();

        assertThat(ForeignHosts.read(damaged)).isEmpty();
    }

    /** All that the programs of a host are told of these, by any overlay. */
    private static String text(Set<Peer> peers) {
        List<String> told = new ArrayList<>();
        Commands commands = (command, input) -> {
            told.add(String.join(" ", command) + "\n" + input);
            return "";
        };
        Ipv4Address self = Ipv4Address.parse("192.0.2.1");
        for (Overlay overlay : List.of(
                new HostGateway(commands, 1500),
                new Vxlan(commands, self, 1450),
                new OpenVSwitch(commands, self, 1450, true))) {
            overlay.peers(peers);
        }
        return String.join("\n", told);
    }

    private static Peers look(Node... nodes) {
        Peers peers = new Peers(PODS);
        peers.look(List.of(nodes), Stream.of(), Optional.empty());
        return peers;
    }

    private static Node node(String name, String address, String subnet, int second) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withCreationTimestamp("2026-12-01T00:00:0" + second + "Z")
                .endMetadata()
                .withNewSpec()
                .withPodCIDR(subnet)
                .endSpec()
                .withNewStatus()
                .withAddresses(new NodeAddress(address, "InternalIP"))
                .endStatus()
                .build();
    }
}
