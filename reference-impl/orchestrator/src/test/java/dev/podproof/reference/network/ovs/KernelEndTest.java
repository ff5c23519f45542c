package dev.podproof.reference.network.ovs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.RecordedCommands;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelEndTest {
    private static final String LOOK = "ip -4 -json addr show to 192.0.2.1/32";
    private static final String FOUND = "[{\"ifname\":\"eth7\",\"addr_info\":[{\"local\":\"192.0.2.1\"}]}]";

    @Test
    void has_checksums_filled_in_before_packets_leave() {
        RecordedCommands commands = new RecordedCommands(Map.of(LOOK, FOUND));

        new KernelEnd(commands, Ipv4Address.parse("192.0.2.1"), 1450).join(Optional.empty());

        assertThat(commands.changes().get(0)).isEqualTo("ethtool -K eth7 tx off");
        assertThat(commands.changes()).anyMatch(change -> change.startsWith("ip link add podproof.1 "));
    }

    @Test
    void says_what_to_install_where_that_cannot_be_done() {
        Commands commands = (command, input) -> {
            if (command.get(0).equals("ethtool")) {
                throw CommandFailed.failed(command, 127, "not found");
            }
            return FOUND;
        };

        assertThatIllegalStateException()
                .isThrownBy(() -> new KernelEnd(commands, Ipv4Address.parse("192.0.2.1"), 1450).join(Optional.empty()))
                .withMessageContainingAll("eth7", "install Debian's ethtool", "--network vxlan");
    }
}
