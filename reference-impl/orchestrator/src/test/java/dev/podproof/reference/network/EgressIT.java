package dev.podproof.reference.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.testing.TwoHosts;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leaves the cluster, in a real kernel. The other host plays whoever is outside. */
class EgressIT {
    private static final String OUTSIDE = "198.51.100.7";
    private static final String METADATA = "169.254.169.254";
    private static final Optional<String> OBSTACLE = TwoHosts.obstacle();

    private static TwoHosts hosts;

    @BeforeAll
    static void bringUp() throws IOException {
        if (OBSTACLE.isEmpty()) {
            hosts = new TwoHosts();
            for (String address : new String[] {OUTSIDE, METADATA}) {
                hosts.in("there", "ip", "addr", "add", address + "/32", "dev", "lo");
            }
            hosts.serve("there", "outside", 8080);
            new Egress(hosts.commandsHere(), Ipv4Range.parse("10.244.0.0/16"), Ipv4Range.parse("10.96.0.0/16"))
                    .apply(new Subnet("10.244.1.0/24"), Set.of());
        }
    }

    @BeforeEach
    void needsAKernelOfItsOwn() {
        assumeTrue(OBSTACLE.isEmpty(), () -> OBSTACLE.orElse(""));
    }

    @AfterAll
    static void takeDown() {
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    void who_is_outside_sees_the_hosts_address() {
        assertThat(hosts.ask("a", "tcp", OUTSIDE, 8080, 1)).containsExactly("outside 172.30.0.2");
    }

    @Test
    void a_pod_does_not_reach_what_a_cloud_tells_its_host() {
        assertThat(hosts.ask("here", "tcp", METADATA, 8080, 1)).containsExactly("outside 172.30.0.2");

        assertThat(hosts.ask("a", "tcp", METADATA, 8080, 1)).containsExactly("unreachable");
        assertThat(hosts.ask("a", "udp", METADATA, 8080, 1)).doesNotContain("outside 172.30.0.2");
    }

    @Test
    void nor_by_way_of_a_service() {
        hosts.rules("""
                table ip test {
                    chain services {
                        type nat hook prerouting priority dstnat; policy accept;
                        ip daddr 10.96.0.7 tcp dport 80 dnat to %s:8080
                        ip daddr 10.96.0.8 tcp dport 80 dnat to %s:8080
                    }
                }
                """.formatted(METADATA, OUTSIDE));

        assertThat(hosts.ask("a", "tcp", "10.96.0.8", 80, 1)).containsExactly("outside 172.30.0.2");
        assertThat(hosts.ask("a", "tcp", "10.96.0.7", 80, 1)).containsExactly("unreachable");
    }
}
