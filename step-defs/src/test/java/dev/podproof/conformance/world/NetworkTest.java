package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkTest {
    @Test
    void aContainersNetworkIsReadFromWhatItsProgramsPrint() {
        Network network = Network.parse("""
                1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
                3: eth0    inet 10.244.1.2/24 brd 10.244.1.255 scope global eth0\\       valid_lft forever preferred_lft forever
                3: eth0    inet6 fe80::1/64 scope link \\       valid_lft forever preferred_lft forever
                ==
                1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN qlen 1000\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
                3: eth0@if54: <BROADCAST> mtu 1500 qdisc noqueue state UP \\    link/ether 02:42:ac:11:00:02 brd ff:ff:ff:ff:ff:ff
                ==
                Active Internet connections (only servers)
                Proto Recv-Q Send-Q Local Address           Foreign Address         State
                tcp        0      0 0.0.0.0:8080            0.0.0.0:*               LISTEN
                tcp        0      0 :::9090                 :::*                    LISTEN
                udp        0      0 0.0.0.0:53              0.0.0.0:*
                """);

        assertThat(network.ownAddresses()).containsExactly("10.244.1.2", "fe80::1");
        assertThat(network.ownNetworks()).containsExactly("10.244.1.2/24", "fe80::1/64");
        assertThat(network.addresses()).containsExactly("eth0 10.244.1.2", "eth0 fe80::1", "lo 127.0.0.1");
        assertThat(network.interfaces())
                .containsExactly("eth0@if54: link/ether 02:42:ac:11:00:02", "lo: link/loopback 00:00:00:00:00:00");
        assertThat(network.ownInterfaces()).containsExactly("eth0@if54: link/ether 02:42:ac:11:00:02");
        assertThat(network.listening()).containsExactly("TCP:8080", "TCP:9090", "UDP:53");
    }
}
