package dev.podproof.reference.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.testing.Components;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One host's network against a real API, with an overlay and a kernel that only write down what they are told. */
class HostNetworkTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Subnet ONE = new Subnet("10.244.1.0/24");
    private static final Peer TWO = new Peer("host-2", Ipv4Address.parse("192.0.2.2"), new Subnet("10.244.2.0/24"));

    private final Components cluster = new Components();
    private final RecordedOverlay overlay = new RecordedOverlay();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @TempDir
    private Path settings;

    /** What the overlay was told last, and what it says. */
    private static final class RecordedOverlay implements Overlay {
        private volatile Set<Peer> peers = Set.of();
        private volatile boolean joined;
        private final AtomicInteger joins = new AtomicInteger();
        private volatile Optional<Subnet> given = Optional.empty();
        private volatile String trouble = "";

        @Override
        public Optional<Subnet> given() {
            requireNoTrouble();
            return given;
        }

        @Override
        public PodBridge bridge(Subnet own) {
            return PodBridge.ours(own, 1450);
        }

        @Override
        public void join(Optional<Subnet> own) {
            requireNoTrouble();
            joined = true;
            joins.incrementAndGet();
        }

        @Override
        public void peers(Set<Peer> all) {
            requireNoTrouble();
            peers = Set.copyOf(all);
        }

        @Override
        public void leave() {
            joined = false;
        }

        private void requireNoTrouble() {
            if (!trouble.isEmpty()) {
                throw new IllegalStateException(trouble);
            }
        }
    }

    private final PodAttachment attachment = new PodAttachment() {
        @Override
        public void subnetGiven(Subnet subnet) {
            told.add("given " + subnet);
        }

        @Override
        public void networkReady(PodBridge bridge) {
            told.add("ready " + bridge.subnet());
        }

        @Override
        public void networkFails(String why) {
            told.add("fails: " + why);
        }
    };

    @BeforeEach
    void kernel() throws IOException {
        Files.createDirectories(settings.resolve("net/ipv4/conf/all"));
        Files.writeString(settings.resolve("net/ipv4/ip_forward"), "1");
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void a_node_that_cannot_be_read_keeps_no_other_from_its_way() {
        for (String bad : List.of(
                "'spec':{'podCIDR':'nonsense'}",
                "'spec':{'podCIDR':'10.244.7.0/24'},'status':{'addresses':[{'type':'InternalIP'}]}",
                "'status':{'addresses':[{}]}",
                "'nothing':{}")) {
            String name = "bad-" + Integer.toHexString(bad.hashCode());
            cluster.smuggle(
                    "/nodes/" + name,
                    "{'kind':'Node','apiVersion':'v1','metadata':{'name':'" + name + "','uid':'" + name + "'}," + bad
                            + "}");
        }
        node("host-1", "192.0.2.1", ONE.text());
        node("host-2", TWO.address().toString(), TWO.subnet().text());

        start();

        await().atMost(LIMIT).until(() -> overlay.peers.contains(TWO));
    }

    @Test
    void follows_peers_that_come_move_and_vanish() {
        node("host-1", "192.0.2.1", ONE.text());
        start();
        await().atMost(LIMIT).until(() -> told.equals(List.of("ready " + ONE)));
        assertThat(overlay.peers).isEmpty();

        node("host-2", TWO.address().toString(), TWO.subnet().text());
        await().atMost(LIMIT).until(() -> overlay.peers.equals(Set.of(TWO)));

        cluster.address("host-2", "192.0.2.77");
        await().atMost(LIMIT)
                .until(() -> overlay.peers.equals(
                        Set.of(new Peer("host-2", Ipv4Address.parse("192.0.2.77"), TWO.subnet()))));

        cluster.client.nodes().withName("host-2").delete();
        await().atMost(LIMIT).until(() -> overlay.peers.isEmpty());

        node("host-2", TWO.address().toString(), "10.244.9.0/24");
        await().atMost(LIMIT)
                .until(() ->
                        overlay.peers.equals(Set.of(new Peer("host-2", TWO.address(), new Subnet("10.244.9.0/24")))));
        assertThat(told).containsExactly("ready " + ONE);
        assertThat(overlay.joins.get())
                .as("times that the host was looked at anew, as nothing but its peers changed")
                .isOne();
    }

    @Test
    void leaves_when_its_own_node_is_deleted_and_joins_again_with_another_subnet() {
        node("host-1", "192.0.2.1", ONE.text());
        start();
        await().atMost(LIMIT).until(() -> overlay.joined);

        cluster.client.nodes().withName("host-1").delete();
        await().atMost(LIMIT).until(() -> !overlay.joined);

        node("host-1", "192.0.2.1", "10.244.7.0/24");
        await().atMost(LIMIT).until(() -> overlay.joined && told.contains("ready 10.244.7.0/24"));
    }

    @Test
    void says_what_is_wrong_with_a_host_that_was_not_prepared_and_goes_on_when_it_is() {
        overlay.trouble = "subnet.env is half written";
        node("host-1", "192.0.2.1", null);
        start();
        await().atMost(LIMIT).until(() -> told.contains("fails: subnet.env is half written"));

        overlay.given = Optional.of(ONE);
        overlay.trouble = "";
        await().atMost(LIMIT).until(() -> told.contains("given " + ONE));

        node("host-1", "192.0.2.1", ONE.text());
        await().atMost(LIMIT).until(() -> told.contains("ready " + ONE));
    }

    @Test
    void says_so_when_it_breaks_and_when_it_works_again() {
        node("host-1", "192.0.2.1", ONE.text());
        start();
        await().atMost(LIMIT).until(() -> told.contains("ready " + ONE));

        overlay.trouble = "the lease is gone";
        node("host-2", TWO.address().toString(), TWO.subnet().text());
        await().atMost(LIMIT).until(() -> told.contains("fails: the lease is gone"));

        overlay.trouble = "";
        await().atMost(LIMIT)
                .until(() -> told.equals(List.of("ready " + ONE, "fails: the lease is gone", "ready " + ONE)));
        assertThat(overlay.peers).containsExactly(TWO);
    }

    private void start() {
        new HostNetwork(
                        cluster.view,
                        new RecordedCommands(Map.of()),
                        new NetworkOptions(
                                Optional.of("host-1"),
                                Ipv4Range.parse("10.244.0.0/16"),
                                Ipv4Range.parse("10.96.0.0/16")),
                        overlay,
                        cluster.newThread(),
                        attachment,
                        settings)
                .start();
    }

    /** Registers it, or gives it the subnet that it lacks. */
    private void node(String name, String address, String subnet) {
        if (cluster.client.nodes().withName(name).get() == null) {
            cluster.host(name, address);
        }
        if (subnet != null) {
            cluster.client
                    .nodes()
                    .withName(name)
                    .edit(node -> new NodeBuilder(node)
                            .editOrNewSpec()
                            .withPodCIDR(subnet)
                            .endSpec()
                            .build());
        }
    }
}
