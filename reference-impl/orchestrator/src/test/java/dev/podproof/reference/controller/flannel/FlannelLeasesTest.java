package dev.podproof.reference.controller.flannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.api.HardwareAddress;
import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.controller.subnets.SubnetController;
import dev.podproof.reference.model.ForeignHosts;
import dev.podproof.reference.model.ForeignHosts.ForeignHost;
import dev.podproof.reference.testing.Components;
import io.fabric8.kubernetes.api.model.Endpoints;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Leases as flannel's daemons write them, beside nodes of ours. */
class FlannelLeasesTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ClusterRanges RANGES = ClusterRanges.of("10.244.0.0/21", 24, ClusterRanges.SERVICES);
    private static final String CONFIG =
            "{\"Network\":\"10.244.0.0/21\",\"SubnetLen\":24,\"Backend\":{\"Type\":\"vxlan\",\"VNI\":1}}";
    private static final String FOREIGN = "{\"PublicIP\":\"192.0.2.50\",\"PublicIPv6\":null,\"BackendType\":\"vxlan\","
            + "\"BackendData\":{\"VNI\":1,\"VtepMAC\":\"82:4B:b6:2f:54:4e\"}}";

    private final Components cluster = new Components();
    private final Book book = new Book();

    /** An etcd of one process, in which nothing expires. */
    private static final class Book implements LeaseBook {
        private final Map<String, String> keys = new ConcurrentSkipListMap<>();
        private final List<Runnable> followers = new CopyOnWriteArrayList<>();

        @Override
        public Optional<String> get(String key) {
            return Optional.ofNullable(keys.get(key));
        }

        @Override
        public Map<String, String> list(String prefix) {
            Map<String, String> found = new ConcurrentSkipListMap<>(keys);
            found.keySet().removeIf(key -> !key.startsWith(prefix));
            return found;
        }

        @Override
        public boolean create(String key, String value) {
            boolean created = keys.putIfAbsent(key, value) == null;
            followers.forEach(Runnable::run);
            return created;
        }

        @Override
        public void put(String key, String value) {
            keys.put(key, value);
            followers.forEach(Runnable::run);
        }

        @Override
        public void delete(String key) {
            keys.remove(key);
            followers.forEach(Runnable::run);
        }

        @Override
        public void renew() {
            // Nothing expires.
        }

        @Override
        public void follow(String prefix, Runnable changed) {
            followers.add(changed);
        }
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void registers_each_host_as_flannels_daemons_do_and_gives_its_lease_back() {
        book.put(NetworkConfig.KEY, CONFIG);
        start();
        cluster.host("host-1", "192.0.2.1");
        await().atMost(LIMIT).until(() -> subnet("host-1") != null);

        String key = "/coreos.com/network/subnets/" + subnet("host-1").replace('/', '-');
        assertThat(json(book.get(key).orElseThrow()))
                .isEqualTo(json(
                        "{\"PublicIP\":\"192.0.2.1\",\"BackendType\":\"vxlan\",\"BackendData\":{\"VNI\":1,\"VtepMAC\":\""
                                + hardware(Ipv4Address.parse("192.0.2.1")) + "\"}}"));

        cluster.address("host-1", "192.0.2.9");
        await().atMost(LIMIT).until(() -> book.get(key).orElse("").contains("192.0.2.9"));

        cluster.client.nodes().withName("host-1").delete();
        await().atMost(LIMIT).until(() -> book.get(key).isEmpty());
    }

    @Test
    void leaves_the_first_subnet_and_those_of_other_daemons_alone() {
        book.put(NetworkConfig.KEY, CONFIG);
        book.put("/coreos.com/network/subnets/10.244.1.0-24", FOREIGN);
        book.put("/coreos.com/network/subnets/10.244.2.0-23", FOREIGN);
        start();
        cluster.host("host-1", "192.0.2.1");

        await().atMost(LIMIT).until(() -> "10.244.4.0/24".equals(subnet("host-1")));
        assertThat(book.get("/coreos.com/network/subnets/10.244.1.0-24")).contains(FOREIGN);
    }

    @Test
    void tells_hosts_of_those_that_are_none_of_this_cluster() {
        book.put(NetworkConfig.KEY, CONFIG);
        start();
        cluster.host("host-1", "192.0.2.1");
        book.put("/coreos.com/network/subnets/10.244.7.0-24", FOREIGN);
        book.put("/coreos.com/network/subnets/10.244.6.0-24", FOREIGN.replace("vxlan", "wireguard"));
        book.put("/coreos.com/network/subnets/10.244.5.0-24", "half a lea");

        await().atMost(LIMIT)
                .until(() -> foreign()
                        .equals(List.of(new ForeignHost(
                                Ipv4Address.parse("192.0.2.50"),
                                Ipv4Range.parse("10.244.7.0/24"),
                                new HardwareAddress("82:4b:b6:2f:54:4e")))));

        book.delete("/coreos.com/network/subnets/10.244.7.0-24");
        await().atMost(LIMIT).until(() -> foreign().isEmpty());
    }

    @Test
    void writes_nothing_where_nobody_has_configured_a_flannel_network() {
        start();
        cluster.host("host-1", "192.0.2.1");

        await().atMost(LIMIT).until(() -> "10.244.0.0/24".equals(subnet("host-1")));
        assertThat(book.keys).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Network\":\"10.5.0.0/16\",\"Backend\":{\"Type\":\"vxlan\"}} | --pod-range 10.5.0.0/16"
                        + " --subnet-prefix 24",
                "{\"Network\":\"10.244.0.0/21\",\"SubnetLen\":26,\"Backend\":{\"Type\":\"vxlan\"}} | --subnet-prefix"
                        + " 26",
                "{\"Network\":\"10.244.0.0/21\"} | backend is udp",
                "{\"Network\":\"10.244.0.0/21\",\"Backend\":{\"Type\":\"vxlan\",\"VNI\":9}} | VNI 9",
                "{\"Network\":\"10.244.0.0/21\",\"Backend\":{\"Type\":\"vxlan\",\"Port\":4789}} | port 4789",
                "{\"Network\":\"ten\"} | ten",
                "{\"Netw | be read"
            })
    void refuses_a_network_that_its_own_cannot_be_one_with(String config, String named) {
        book.put(NetworkConfig.KEY, config);

        assertThatIllegalStateException()
                .isThrownBy(this::start)
                .withMessageContainingAll("/coreos.com/network/config", named);
    }

    @Test
    void reads_the_ranges_that_flannel_takes_when_it_is_told_nothing() {
        assertThat(NetworkConfig.parse("{\"Network\":\"10.5.0.0/16\"}").subnetPrefix())
                .isEqualTo(24);
        assertThat(NetworkConfig.parse("{\"Network\":\"10.5.0.0/23\"}").subnetPrefix())
                .isEqualTo(25);
        NetworkConfig bounded = NetworkConfig.parse(
                "{\"Network\":\"10.5.0.0/16\",\"SubnetMin\":\"10.5.3.0\",\"SubnetMax\":\"10.5.4.0\"}");
        assertThat(List.of("10.5.2.0/24", "10.5.3.0/24", "10.5.4.0/24", "10.5.5.0/24"))
                .filteredOn(subnet -> bounded.handsOut(Ipv4Range.parse(subnet)))
                .containsExactly("10.5.3.0/24", "10.5.4.0/24");
    }

    private void start() {
        FlannelLeases leases = cluster.part(new FlannelLeases(
                cluster.client, cluster.view, book, RANGES, FlannelLeasesTest::hardware, cluster.threads()));
        leases.start();
        cluster.part(new SubnetController(
                        cluster.client,
                        cluster.view,
                        cluster.events,
                        Clock.systemUTC(),
                        cluster.threads(),
                        RANGES,
                        SubnetController.Chooser.MASTER,
                        leases))
                .start();
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static HardwareAddress hardware(Ipv4Address address) {
        return new HardwareAddress("02:70:00:00:00:%02x".formatted(address.bits() & 255));
    }

    private List<ForeignHost> foreign() {
        Endpoints found = cluster.client
                .endpoints()
                .inNamespace(ForeignHosts.NAMESPACE)
                .withName(ForeignHosts.NAME)
                .get();
        return found == null ? List.of() : ForeignHosts.read(found);
    }

    private String subnet(String node) {
        return cluster.client.nodes().withName(node).get().getSpec().getPodCIDR();
    }
}
