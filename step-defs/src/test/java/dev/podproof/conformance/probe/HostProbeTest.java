package dev.podproof.conformance.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.conformance.probe.HostProbe.Cable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a host's kernel shows of the pods' cables, whoever plugged them in. */
class HostProbeTest {
    private static final String LINKS = """
            1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\\    link/loopback
            3: cbr0: <BROADCAST,MULTICAST,PROMISC,UP> mtu 1500 qdisc htb state UP mode DEFAULT group default\\    link/ether 02:01
            5: vethd7a@if3: <BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue master cbr0 state UP mode DEFAULT\\    link/ether 02:02
            51: bond1: <BROADCAST,SLAVE,UP> mtu 1500 qdisc noqueue master bond0 state UP mode DEFAULT\\    link/ether 02:03
            61: loose@if3: <BROADCAST,UP> mtu 1500 qdisc noqueue state UP mode DEFAULT\\    link/ether 02:04
            """;

    @Test
    void aCableEndsInTheBridgeThatTheKernelShows() {
        assertThat(host().cable("5")).isEqualTo(new Cable("vethd7a", "cbr0"));
    }

    @Test
    void whatDevicesAreBondedIntoIsNoBridge() {
        assertThat(host().cable("51")).isEqualTo(new Cable("bond1", ""));
    }

    @Test
    void aCableMayBePluggedIntoNothing() {
        assertThat(host().cable("61")).isEqualTo(new Cable("loose", "")).hasToString("loose, plugged into no bridge");
    }

    @Test
    void aPodOnTheHostsOwnNetworkHasNoCableThere() {
        assertThat(host().cable("7")).isEqualTo(new Cable("", "")).hasToString("no device of the host");
    }

    private static HostProbe host() {
        return new HostProbe("node", null, command -> switch (command[0]) {
            case "ip" -> new ExecResult(0, LINKS, "");
            case "test" -> new ExecResult(command[2].equals("/sys/class/net/cbr0/bridge") ? 0 : 1, "", "");
            default -> throw new IllegalArgumentException(String.join(" ", List.of(command)));
        });
    }
}
