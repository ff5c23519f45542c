package dev.podproof.reference.network.flannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlannelTest {
    private static final String WHOLE = """
        FLANNEL_NETWORK=10.5.0.0/16
        FLANNEL_SUBNET=10.5.52.1/24
        FLANNEL_MTU=1450
        FLANNEL_IPMASQ=false
        """;

    private static final Subnet LEASED = new Subnet("10.5.52.0/24");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("subnet.env");
    }

    @Test
    void puts_the_pods_where_the_lease_says() {
        write(WHOLE);

        assertThat(flannel().given()).contains(LEASED);
        assertThat(flannel().bridge(LEASED)).isEqualTo(new PodBridge("podproof0", LEASED, "10.5.52.1", 1450));
    }

    @Test
    void waits_for_a_file_that_is_not_there_and_says_who_writes_it() {
        Flannel flannel = flannel();

        assertThatIllegalStateException()
                .isThrownBy(flannel::given)
                .withMessageContainingAll(file.toString(), "start flanneld", "--flannel-subnet-file");

        write(WHOLE);
        assertThat(flannel.given()).contains(LEASED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "FLANNEL_NETWORK=10.5.0.0/16\nFLANNEL_SUB",
                "FLANNEL_SUBNET=10.5.52.1/24\n",
                "FLANNEL_NETWORK=10.5.0.0/16\nFLANNEL_SUBNET=10.5.52.1/24\nFLANNEL_MTU=",
                "\u0000\u0000\u0000\u0000"
            })
    void says_what_a_file_lacks_that_is_half_written(String written) {
        write(written);

        assertThatIllegalStateException()
                .isThrownBy(() -> flannel().given())
                .withMessageContainingAll(file.toString(), "half written", "FLANNEL_");
    }

    @ParameterizedTest
    @CsvSource({
        "FLANNEL_SUBNET=10.5.52.1/24,FLANNEL_SUBNET=10.5.52.1,10.5.52.1",
        "FLANNEL_SUBNET=10.5.52.1/24,FLANNEL_SUBNET=10.5.52.999/24,999",
        "FLANNEL_SUBNET=10.5.52.1/24,FLANNEL_SUBNET=10.5.52.0/24,10.5.52.0",
        "FLANNEL_SUBNET=10.5.52.1/24,FLANNEL_SUBNET=10.6.52.1/24,FLANNEL_NETWORK",
        "FLANNEL_NETWORK=10.5.0.0/16,FLANNEL_NETWORK=10.5.0.0/160,160",
        "FLANNEL_NETWORK=10.5.0.0/16,FLANNEL_NETWORK=fd00::/64,fd00::/64",
        "FLANNEL_MTU=1450,FLANNEL_MTU=many,many",
        "FLANNEL_MTU=1450,FLANNEL_MTU=14\\u50,damaged"
    })
    void says_what_is_wrong_with_a_damaged_file(String whole, String broken, String named) {
        write(WHOLE.replace(whole, broken));

        assertThatIllegalStateException()
                .isThrownBy(() -> flannel().given())
                .withMessageContainingAll(file.toString(), named);
    }

    @ParameterizedTest
    @ValueSource(ints = {575, 0, -1450, 1501, 9000})
    void refuses_packets_that_do_not_fit_the_hosts_network(int mtu) {
        write(WHOLE.replace("1450", String.valueOf(mtu)));

        assertThatIllegalStateException()
                .isThrownBy(() -> flannel().given())
                .withMessageContainingAll(file.toString(), " " + mtu + ",", "576 to 1500");
    }

    @Test
    void refuses_a_subnet_outside_the_clusters_range() {
        write(WHOLE);

        assertThatIllegalStateException()
                .isThrownBy(() -> new Flannel(file, Ipv4Range.parse("10.244.0.0/16"), 1500).given())
                .withMessageContainingAll("10.5.52.0/24", "10.244.0.0/16", "--pod-range");
    }

    @Test
    void notices_a_node_that_has_another_subnet_than_the_lease() {
        write(WHOLE);
        Flannel flannel = flannel();

        flannel.join(Optional.of(LEASED));
        assertThatIllegalStateException()
                .isThrownBy(() -> flannel.join(Optional.of(new Subnet("10.5.9.0/24"))))
                .withMessageContainingAll("10.5.52.0/24", "10.5.9.0/24", "kubectl delete node");
    }

    private Flannel flannel() {
        return new Flannel(file, Ipv4Range.parse("10.5.0.0/16"), 1500);
    }

    private void write(String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
