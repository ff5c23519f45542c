package dev.podproof.hosts.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdditionTest {
    @Test
    void what_only_some_hosts_need_is_installed_on_top_of_what_all_share_and_nothing_is_left_of_the_installing() {
        assertThat(Addition.ETCD.dockerfile("podproof/host:1"))
                .startsWith("FROM podproof/host:1\nRUN apt-get update \\\n && apt-get install")
                .contains("--no-install-recommends etcd-server \\\n")
                .contains("apt-get clean");
        assertThat(Addition.OPEN_VSWITCH.dockerfile("podproof/host:1")).contains("ethtool openvswitch-switch");
    }

    @Test
    void images_with_additions_are_images_of_hosts_too() {
        assertThat(HostImage.isOne("podproof/host:1")).isTrue();
        assertThat(HostImage.isOne("podproof/host-ovs-etcd:1")).isTrue();
        assertThat(HostImage.isOne("podproof/busybox:1")).isFalse();
    }
}
