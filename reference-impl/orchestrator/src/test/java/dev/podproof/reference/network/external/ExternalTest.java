package dev.podproof.reference.network.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.RecordedCommands;
import dev.podproof.reference.network.Subnet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExternalTest {
    private static final String LOOK = "ip -4 -json addr show dev weave";
    private static final String ADDRESS = "{\"family\":\"inet\",\"local\":\"10.32.4.1\",\"prefixlen\":24}";

    @Test
    void uses_the_bridge_as_it_is() {
        RecordedCommands commands = host("[{\"ifname\":\"weave\",\"mtu\":1376,\"addr_info\":[" + ADDRESS + "]}]");

        External external = new External(commands, "weave");
        external.join(Optional.of(new Subnet("10.32.4.0/24")));
        external.peers(Set.of());
        external.leave();

        assertThat(external.bridge(new Subnet("10.32.4.0/24")))
                .isEqualTo(new PodBridge("weave", new Subnet("10.32.4.0/24"), "10.32.4.1", 1376));
        assertThat(commands.changes()).isEmpty();
    }

    @Test
    void says_what_the_host_has_to_have() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new External(host(""), "weave").given())
                .withMessageContaining("bridge weave");
    }

    @Test
    void does_not_guess_which_of_several_addresses_is_meant() {
        RecordedCommands commands = host("[{\"addr_info\":[" + ADDRESS + "," + ADDRESS + "]}]");

        assertThatIllegalStateException()
                .isThrownBy(() -> new External(commands, "weave").given())
                .withMessageContaining("2 IPv4 addresses");
    }

    private static RecordedCommands host(String answer) {
        return new RecordedCommands(Map.of(LOOK, answer));
    }
}
