package dev.podproof.reference.network.hostgw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.RecordedCommands;
import dev.podproof.reference.network.Subnet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostGatewayTest {
    private static final String SHOW = "ip -4 -json route show proto 112";
    private static final Peer TWO = new Peer("host-2", Ipv4Address.parse("192.0.2.2"), new Subnet("10.244.2.0/24"));
    private static final Peer THREE = new Peer("host-3", Ipv4Address.parse("192.0.2.3"), new Subnet("10.244.3.0/24"));

    @Test
    void makes_a_route_to_each_peer_by_way_of_the_peer_itself() {
        RecordedCommands commands = host("[]");

        new HostGateway(commands, 1500).peers(Set.of(TWO, THREE));

        assertThat(commands.changes())
                .containsExactlyInAnyOrder(
                        "ip -4 route replace 10.244.2.0/24 via 192.0.2.2 proto 112",
                        "ip -4 route replace 10.244.3.0/24 via 192.0.2.3 proto 112");
    }

    @Test
    void changes_nothing_where_all_is_as_it_should_be() {
        RecordedCommands commands = host("[{\"dst\":\"10.244.2.0/24\",\"gateway\":\"192.0.2.2\",\"dev\":\"eth0\"}]");

        new HostGateway(commands, 1500).peers(Set.of(TWO));

        assertThat(commands.changes()).isEmpty();
    }

    @Test
    void follows_a_peer_that_has_another_address_now() {
        RecordedCommands commands = host("[{\"dst\":\"10.244.2.0/24\",\"gateway\":\"192.0.2.99\"}]");

        new HostGateway(commands, 1500).peers(Set.of(TWO));

        assertThat(commands.changes()).containsExactly("ip -4 route replace 10.244.2.0/24 via 192.0.2.2 proto 112");
    }

    @Test
    void removes_only_routes_of_its_own_when_a_peer_is_gone() {
        RecordedCommands commands = host("[{\"dst\":\"10.244.2.0/24\",\"gateway\":\"192.0.2.2\"},"
                + "{\"dst\":\"10.244.3.0/24\",\"gateway\":\"192.0.2.3\"}]");

        new HostGateway(commands, 1500).peers(Set.of(TWO));

        assertThat(commands.changes()).containsExactly("ip -4 route del 10.244.3.0/24 proto 112");
    }

    @Test
    void leaves_no_route_behind() {
        RecordedCommands commands = host("[{\"dst\":\"10.244.2.0/24\",\"gateway\":\"192.0.2.2\"}]");

        new HostGateway(commands, 1500).leave();

        assertThat(commands.changes()).containsExactly("ip -4 route del 10.244.2.0/24 proto 112");
    }

    private static RecordedCommands host(String routes) {
        return new RecordedCommands(Map.of(SHOW, routes));
    }
}
