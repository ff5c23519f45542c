package dev.podproof.reference.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterRangesTest {

    @Test
    void says_where_the_api_and_the_dns_are_found() {
        ClusterRanges ranges = ClusterRanges.of("10.10.0.0/16", 24, "10.20.0.0/24");

        assertThat(ranges.kubernetes()).isEqualTo("10.20.0.1");
        assertThat(ranges.dns()).isEqualTo("10.20.0.10");
        assertThat(ranges.subnets()).isEqualTo(256);
    }

    @ParameterizedTest
    @CsvSource({"10.96.0.0/12,10.96.0.0/16", "10.96.128.0/20,10.96.0.0/16", "10.96.0.0/16,10.96.0.0/16"})
    void refuses_pods_that_could_have_the_address_of_a_service(String pods, String services) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterRanges.of(pods, 24, services))
                .withMessageContainingAll(pods, "--pod-range", services, "--service-range", "overlap");
    }

    @ParameterizedTest
    @CsvSource({
        "172.18.0.0/16,10.96.0.0/16,--pod-range,172.18.0.0/16",
        "10.244.0.0/16,172.16.0.0/12,--service-range,172.16.0.0/12"
    })
    void refuses_what_lies_in_the_hosts_own_network(String pods, String services, String option, String range) {
        ClusterRanges ranges = ClusterRanges.of(pods, 24, services);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ranges.requireApartFrom(Ipv4Range.parse("172.18.0.0/16")))
                .withMessageContainingAll(option, range, "172.18.0.0/16", "hosts' own network");
        ranges.requireApartFrom(Ipv4Range.parse("192.168.0.0/24"));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.0/16,loopback", "224.0.0.0/16,multicast", "0.0.0.0/8,this host", "169.254.0.0/16,single link"})
    void refuses_addresses_that_hosts_do_not_pass_on(String pods, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterRanges.of(pods, 24, "10.96.0.0/16"))
                .withMessageContainingAll(pods, why);
    }

    @Test
    void refuses_more_hosts_than_subnets() {
        ClusterRanges ranges = ClusterRanges.of("10.244.0.0/23", 24, "10.96.0.0/16");

        ranges.requireRoomFor(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ranges.requireRoomFor(3))
                .withMessageContainingAll("10.244.0.0/23", "/24", "3 hosts", "--pod-range", "--subnet-prefix");
    }

    @ParameterizedTest
    @CsvSource({"15", "31"})
    void refuses_subnets_that_cannot_be_cut_out_of_the_range(int prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterRanges.of("10.244.0.0/16", prefix, "10.96.0.0/16"))
                .withMessageContainingAll("/" + prefix, "--subnet-prefix", "10.244.0.0/16");
    }

    @Test
    void refuses_a_range_of_services_without_room_for_the_dns() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterRanges.of("10.244.0.0/16", 24, "10.96.0.0/29"))
                .withMessageContainingAll("10.96.0.0/29", "--service-range", "28");
    }

    @ParameterizedTest
    @CsvSource({"10.244.0.0", "10.244.0/16", "10.256.0.0/16", "10.244.0.0/33", "fd00::/48", "''"})
    void names_the_option_whose_value_is_no_range(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterRanges.of(text, 24, "10.96.0.0/16"))
                .withMessageStartingWith("--pod-range: ")
                .withMessageContaining("10.244.0.0/16");
    }
}
