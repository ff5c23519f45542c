package dev.podproof.reference.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EgressTest {
    private static final Ipv4Range PODS = Ipv4Range.parse("10.244.0.0/16");
    private static final Ipv4Range SERVICES = Ipv4Range.parse("10.96.0.0/16");

    @Test
    void translates_what_leaves_its_own_pods_for_the_outside_and_replaces_the_table_as_a_whole() {
        RecordedCommands commands = new RecordedCommands(Map.of());

        new Egress(commands, PODS, SERVICES)
                .apply(
                        new Subnet("10.244.1.0/24"),
                        Set.of(Ipv4Address.parse("192.0.2.3"), Ipv4Address.parse("192.0.2.2")));

        assertThat(commands.changes()).containsExactly("nft -f -");
        assertThat(commands.inputs().get(0))
                .startsWith("add table ip podproof_net\ndelete table ip podproof_net\ntable ip podproof_net {")
                .contains("elements = { 10.244.0.0/16, 10.96.0.0/16, 192.0.2.2, 192.0.2.3 }")
                .contains("ip saddr 10.244.1.0/24 ip daddr != @inside masquerade");
    }

    @Test
    void writes_nothing_while_the_same_hosts_are_there() {
        RecordedCommands commands = new RecordedCommands(Map.of());
        Egress egress = new Egress(commands, PODS, SERVICES);
        Subnet own = new Subnet("10.244.1.0/24");

        egress.apply(own, Set.of(Ipv4Address.parse("192.0.2.2")));
        egress.apply(own, Set.of(Ipv4Address.parse("192.0.2.2")));
        assertThat(commands.changes()).hasSize(1);

        egress.apply(own, Set.of(Ipv4Address.parse("192.0.2.2"), Ipv4Address.parse("192.0.2.3")));
        assertThat(commands.changes()).hasSize(2);
    }

    @Test
    void writes_the_same_again_once_it_has_forgotten() {
        RecordedCommands commands = new RecordedCommands(Map.of());
        Egress egress = new Egress(commands, PODS, SERVICES);
        Subnet own = new Subnet("10.244.1.0/24");

        egress.apply(own, Set.of(Ipv4Address.parse("192.0.2.2")));
        egress.forget();
        egress.apply(own, Set.of(Ipv4Address.parse("192.0.2.2")));

        assertThat(commands.changes()).hasSize(2);
    }
}
