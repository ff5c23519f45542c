package dev.podproof.reference.network.ovs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.RecordedCommands;
import dev.podproof.reference.network.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenVSwitchTest {
    private static final Peer TWO = new Peer("host-2", Ipv4Address.parse("192.0.2.2"), new Subnet("10.244.2.0/24"));

    @Test
    void has_the_kernel_move_packets_where_it_can() {
        RecordedCommands commands = new RecordedCommands(Map.of());

        new OpenVSwitch(commands, Ipv4Address.parse("192.0.2.1"), 1450, true)
                .join(Optional.of(new Subnet("10.244.1.0/24")));

        assertThat(commands.changes())
                .anyMatch(change -> change.contains("add-br podproof-ovs") && change.contains("datapath_type=system"))
                .noneMatch(change -> change.contains("br-phy"));
    }

    @Test
    void without_the_kernels_help_moves_the_hosts_address_and_its_routes_to_a_switch() {
        RecordedCommands commands = new RecordedCommands(Map.of(
                "ip -4 -json addr show to 192.0.2.1/32",
                "[{\"ifname\":\"eth0\",\"addr_info\":[{\"local\":\"192.0.2.1\",\"prefixlen\":24}]}]",
                "ip -json link show dev eth0",
                "[{\"ifname\":\"eth0\",\"address\":\"02:42:c0:00:02:01\"}]",
                "ip -4 -json route show dev eth0",
                "[{\"dst\":\"default\",\"gateway\":\"192.0.2.254\"},{\"dst\":\"192.0.2.0/24\",\"scope\":\"link\"}]"));

        new OpenVSwitch(commands, Ipv4Address.parse("192.0.2.1"), 1450, false)
                .join(Optional.of(new Subnet("10.244.1.0/24")));

        assertThat(commands.changes())
                .anyMatch(change -> change.contains("add-br br-phy")
                        && change.contains("datapath_type=netdev")
                        && change.contains("02:42:c0:00:02:01")
                        && change.endsWith("add-port br-phy eth0"));
        assertThat(commands.inputs()).contains("""
            link set br-phy up
            addr flush dev eth0
            addr add 192.0.2.1/24 dev br-phy
            route replace default via 192.0.2.254 dev br-phy
            """);
    }

    @Test
    void sends_what_is_for_a_peer_to_that_peer_and_nowhere_else() {
        RecordedCommands commands = new RecordedCommands(Map.of());

        new OpenVSwitch(commands, Ipv4Address.parse("192.0.2.1"), 1450, true).peers(Set.of(TWO));

        assertThat(commands.inputs()).contains("""
            in_port=podproof-vx,actions=LOCAL
            in_port=LOCAL,dl_dst=02:70:c0:00:02:02,actions=set_field:192.0.2.2->tun_dst,output:podproof-vx
            """);
    }

    @Test
    void a_process_that_would_drop_the_first_packet_to_a_peer_is_given_one_of_ours() {
        List<Peer> greeted = new ArrayList<>();

        new OpenVSwitch(new RecordedCommands(Map.of()), Ipv4Address.parse("192.0.2.1"), 1450, false, greeted::add)
                .peers(Set.of(TWO));
        new OpenVSwitch(new RecordedCommands(Map.of()), Ipv4Address.parse("192.0.2.1"), 1450, true, greeted::add)
                .peers(Set.of(TWO));

        assertThat(greeted).as("by the process, and not by the kernel").containsExactly(TWO);
    }

    @Test
    void a_greeting_is_sent_and_nobody_waits_for_it() {
        Peer loopback = new Peer("host-2", Ipv4Address.parse("192.0.2.2"), new Subnet("127.0.0.0/8"));

        assertThatCode(() -> new DatagramGreeting().to(loopback)).doesNotThrowAnyException();
    }
}
