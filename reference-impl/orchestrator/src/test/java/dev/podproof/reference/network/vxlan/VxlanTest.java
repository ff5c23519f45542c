package dev.podproof.reference.network.vxlan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.RecordedCommands;
import dev.podproof.reference.network.Subnet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VxlanTest {
    private static final String LINKS = "ip -json -details link show type vxlan";
    private static final String ADDRESSES = "ip -4 -json addr show dev podproof.1";
    private static final String FORWARDING = "bridge -json fdb show dev podproof.1";
    private static final String NEIGHBOURS = "ip -4 -json neigh show dev podproof.1 nud permanent";
    private static final String ROUTES = "ip -4 -json route show proto 112";
    private static final Optional<Subnet> OWN = Optional.of(new Subnet("10.244.1.0/24"));
    private static final Peer TWO = new Peer("host-2", Ipv4Address.parse("192.0.2.2"), new Subnet("10.244.2.0/24"));

    @Test
    void makes_a_device_that_learns_nothing_and_has_the_address_of_the_subnet() {
        RecordedCommands commands = new RecordedCommands(Map.of());

        new Vxlan(commands, Ipv4Address.parse("192.0.2.1"), 1450).join(OWN);

        assertThat(commands.changes())
                .contains(
                        "ip link add podproof.1 address 02:70:c0:00:02:01 mtu 1450 type vxlan id 1 local 192.0.2.1"
                                + " dstport 8472 nolearning",
                        "ip link set podproof.1 up",
                        "ip -4 addr add 10.244.1.0/32 dev podproof.1");
    }

    @Test
    void leaves_a_device_alone_that_is_as_it_should_be() {
        RecordedCommands commands = new RecordedCommands(Map.of(
                LINKS,
                device("192.0.2.1"),
                ADDRESSES,
                "[{\"ifname\":\"podproof.1\",\"addr_info\":[{\"local\":\"10.244.1.0\",\"prefixlen\":32}]}]"));

        new Vxlan(commands, Ipv4Address.parse("192.0.2.1"), 1450).join(OWN);

        assertThat(commands.changes()).isEmpty();
    }

    @Test
    void makes_the_device_anew_when_the_host_has_another_address() {
        RecordedCommands commands = new RecordedCommands(Map.of(LINKS, device("192.0.2.77")));

        new Vxlan(commands, Ipv4Address.parse("192.0.2.1"), 1450).join(OWN);

        assertThat(commands.changes()).startsWith("ip link del podproof.1");
    }

    @Test
    void a_peer_is_known_before_there_is_a_route_to_it() {
        RecordedCommands commands = new RecordedCommands(Map.of(FORWARDING, "[]", NEIGHBOURS, "[]", ROUTES, "[]"));

        new Vxlan(commands, Ipv4Address.parse("192.0.2.1"), 1450).peers(Set.of(TWO));

        assertThat(commands.changes())
                .containsExactly(
                        "bridge fdb replace 02:70:c0:00:02:02 dev podproof.1 dst 192.0.2.2 self permanent",
                        "ip -4 neigh replace 10.244.2.0 dev podproof.1 lladdr 02:70:c0:00:02:02 nud permanent",
                        "ip -4 route replace 10.244.2.0/24 via 10.244.2.0 dev podproof.1 onlink proto 112");
    }

    @Test
    void a_peer_that_is_gone_loses_its_route_first() {
        RecordedCommands commands = new RecordedCommands(Map.of(
                FORWARDING,
                "[{\"mac\":\"02:70:c0:00:02:02\",\"dst\":\"192.0.2.2\",\"flags\":[\"self\"],\"state\":\"permanent\"}]",
                NEIGHBOURS,
                "[{\"dst\":\"10.244.2.0\",\"lladdr\":\"02:70:c0:00:02:02\",\"state\":[\"PERMANENT\"]}]",
                ROUTES,
                "[{\"dst\":\"10.244.2.0/24\",\"gateway\":\"10.244.2.0\",\"dev\":\"podproof.1\"}]"));

        new Vxlan(commands, Ipv4Address.parse("192.0.2.1"), 1450).peers(Set.of());

        assertThat(commands.changes())
                .containsExactly(
                        "ip -4 route del 10.244.2.0/24 proto 112",
                        "ip -4 neigh del 10.244.2.0 dev podproof.1",
                        "bridge fdb del 02:70:c0:00:02:02 dev podproof.1 self");
    }

    @Test
    void a_peer_that_is_back_with_another_address_is_led_there_and_the_old_one_forgotten() {
        RecordedCommands commands = new RecordedCommands(Map.of(
                FORWARDING,
                "[{\"mac\":\"02:70:c0:00:02:63\",\"dst\":\"192.0.2.99\",\"flags\":[\"self\"],\"state\":\"permanent\"}]",
                NEIGHBOURS,
                "[{\"dst\":\"10.244.2.0\",\"lladdr\":\"02:70:c0:00:02:63\",\"state\":[\"PERMANENT\"]}]",
                ROUTES,
                "[{\"dst\":\"10.244.2.0/24\",\"gateway\":\"10.244.2.0\",\"dev\":\"podproof.1\"}]"));

        new Vxlan(commands, Ipv4Address.parse("192.0.2.1"), 1450).peers(Set.of(TWO));

        assertThat(commands.changes())
                .containsExactly(
                        "bridge fdb replace 02:70:c0:00:02:02 dev podproof.1 dst 192.0.2.2 self permanent",
                        "ip -4 neigh replace 10.244.2.0 dev podproof.1 lladdr 02:70:c0:00:02:02 nud permanent",
                        "bridge fdb del 02:70:c0:00:02:63 dev podproof.1 self");
    }

    @Test
    void a_host_remembered_at_an_address_that_another_has_by_now_holds_nobody_up() {
        RecordedCommands commands = new RecordedCommands(Map.of(FORWARDING, "[]", NEIGHBOURS, "[]", ROUTES, "[]"));
        Peer gone = new Peer("host-9", TWO.address(), new Subnet("10.244.9.0/24"));

        new Vxlan(commands, Ipv4Address.parse("192.0.2.1"), 1450).peers(Set.of(TWO, gone));

        assertThat(commands.changes())
                .containsOnlyOnce("bridge fdb replace 02:70:c0:00:02:02 dev podproof.1 dst 192.0.2.2 self permanent")
                .contains(
                        "ip -4 route replace 10.244.2.0/24 via 10.244.2.0 dev podproof.1 onlink proto 112",
                        "ip -4 route replace 10.244.9.0/24 via 10.244.9.0 dev podproof.1 onlink proto 112");
    }

    @Test
    void what_it_has_written_it_does_not_read_again() {
        RecordedCommands commands = new RecordedCommands(Map.of());
        Vxlan vxlan = joined(commands);
        int before = commands.changes().size();

        vxlan.peers(Set.of(TWO, new Peer("host-3", Ipv4Address.parse("192.0.2.3"), new Subnet("10.244.3.0/24"))));

        assertThat(commands.changes().stream().skip(before))
                .containsExactly(
                        "bridge fdb replace 02:70:c0:00:02:03 dev podproof.1 dst 192.0.2.3 self permanent",
                        "ip -4 neigh replace 10.244.3.0 dev podproof.1 lladdr 02:70:c0:00:02:03 nud permanent",
                        "ip -4 route replace 10.244.3.0/24 via 10.244.3.0 dev podproof.1 onlink proto 112");
    }

    @Test
    void of_a_device_that_it_has_made_itself_it_reads_nothing() {
        RecordedCommands commands = new RecordedCommands(Map.of());
        Vxlan vxlan = new Vxlan(commands, Ipv4Address.parse("192.0.2.1"), 1450);

        vxlan.prepare();
        vxlan.join(OWN);
        vxlan.peers(Set.of());

        assertThat(commands.changes()).containsOnlyOnce(LINKS).doesNotContain(ADDRESSES, FORWARDING, NEIGHBOURS);
    }

    @Test
    void once_it_has_joined_again_it_reads_what_somebody_else_may_have_changed() {
        RecordedCommands commands = new RecordedCommands(Map.of(LINKS, device("192.0.2.1")));
        Vxlan vxlan = joined(commands);
        int before = commands.changes().size();

        vxlan.join(OWN);
        vxlan.peers(Set.of(TWO));

        assertThat(commands.changes().stream().skip(before)).contains(FORWARDING, NEIGHBOURS, ROUTES);
    }

    /** A host that knows of one other. */
    private static Vxlan joined(RecordedCommands commands) {
        Vxlan vxlan = new Vxlan(commands, Ipv4Address.parse("192.0.2.1"), 1450);
        vxlan.join(OWN);
        vxlan.peers(Set.of(TWO));
        return vxlan;
    }

    private static String device(String local) {
        return "[{},{\"ifname\":\"podproof.1\",\"mtu\":1450,\"address\":\"02:70:c0:00:02:01\",\"linkinfo\":"
                + "{\"info_kind\":\"vxlan\",\"info_data\":{\"id\":1,\"local\":\"" + local + "\",\"port\":8472}}}]";
    }
}
