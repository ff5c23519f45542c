package dev.podproof.reference.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwardingTest {
    @TempDir
    Path settings;

    @BeforeEach
    void thereAreDevices() throws IOException {
        setting("net/ipv4/conf/all/rp_filter");
    }

    @Test
    void lets_the_host_forward_and_its_rules_see_bridged_packets() throws IOException {
        Path forward = setting("net/ipv4/ip_forward");
        Path bridged = setting("net/bridge/bridge-nf-call-iptables");

        new Forwarding(settings).enable();

        assertThat(Files.readString(forward)).isEqualTo("1\n");
        assertThat(Files.readString(bridged)).isEqualTo("1\n");
    }

    @Test
    void goes_on_where_the_kernel_can_not_show_bridged_packets() throws IOException {
        Path forward = setting("net/ipv4/ip_forward");

        new Forwarding(settings).enable();

        assertThat(Files.readString(forward)).isEqualTo("1\n");
    }

    @Test
    void lets_answers_come_by_another_way_where_a_device_would_drop_them() throws IOException {
        setting("net/ipv4/ip_forward");
        Path common = setting("net/ipv4/conf/all/rp_filter");
        Path device = setting("net/ipv4/conf/eth0/rp_filter");

        new Forwarding(settings).enable();
        assertThat(Files.readString(common)).isEqualTo("0\n");

        Files.writeString(device, "1\n");
        new Forwarding(settings).enable();
        assertThat(Files.readString(common)).isEqualTo("2\n");
    }

    private Path setting(String name) throws IOException {
        Path file = settings.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "0\n");
    }
}
