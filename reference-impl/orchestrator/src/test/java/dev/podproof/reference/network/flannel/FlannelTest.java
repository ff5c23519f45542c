package dev.podproof.reference.network.flannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlannelTest {
    private static final String WHOLE = """
            FLANNEL_NETWORK=10.5.0.0/16
            FLANNEL_SUBNET=10.5.52.1/24
            FLANNEL_MTU=1450
            FLANNEL_IPMASQ=false
            """;

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("subnet.env");
    }

    @Test
    void puts_the_pods_where_the_lease_says() throws IOException {
        Files.writeString(file, WHOLE);

        Flannel flannel = new Flannel(file);

        Subnet leased = new Subnet("10.5.52.0/24");
        assertThat(flannel.given()).contains(leased);
        assertThat(flannel.bridge(leased)).isEqualTo(new PodBridge("podproof0", leased, "10.5.52.1", 1450));
    }

    @Test
    void says_who_writes_a_file_that_is_not_there() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Flannel(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("start flanneld");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FLANNEL_NETWORK=10.5.0.0/16\nFLANNEL_SUB", "FLANNEL_SUBNET=10.5.52.1/24\n"})
    void says_what_a_file_lacks_that_is_half_written(String written) throws IOException {
        Files.writeString(file, written);

        assertThatIllegalStateException()
                .isThrownBy(() -> new Flannel(file))
                .withMessageContaining("half written")
                .withMessageContaining("FLANNEL_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"FLANNEL_SUBNET=10.5.52.1\nFLANNEL_MTU=1450", "FLANNEL_SUBNET=10.5.52.1/24\nFLANNEL_MTU=many"})
    void says_what_is_wrong_with_a_damaged_file(String written) throws IOException {
        Files.writeString(file, written);

        assertThatIllegalStateException().isThrownBy(() -> new Flannel(file)).withMessageContaining("damaged");
    }

    @Test
    void notices_a_node_that_has_another_subnet_than_the_lease() throws IOException {
        Files.writeString(file, WHOLE);
        Flannel flannel = new Flannel(file);

        flannel.join(Optional.of(new Subnet("10.5.52.0/24")));
        assertThatIllegalStateException()
                .isThrownBy(() -> flannel.join(Optional.of(new Subnet("10.5.9.0/24"))))
                .withMessageContaining("10.5.52.0/24")
                .withMessageContaining("10.5.9.0/24");
    }
}
