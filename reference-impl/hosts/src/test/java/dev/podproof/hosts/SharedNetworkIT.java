package dev.podproof.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.reference.api.Ipv4Range;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A cluster on a network that was there before it, and a host that comes to it from where its machine's Docker does not look (NET-14). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedNetworkIT {
    private static final String NAME = "shared-it";
    private static final String NETWORK = "a-network-of-the-shared-it";
    private static final String JOINED = NAME + "-host-2";

    private final DockerClient docker = Engine.connect(Environment.detect()).client();
    private final ReferenceCluster cluster = on(NETWORK).name(NAME).build();
    private KubernetesClient client;

    private static ReferenceCluster.Builder on(String network) {
        return ReferenceCluster.builder().hosts(1).hostsNetwork(network);
    }

    @BeforeAll
    void up() {
        // One that a test left that was killed.
        removeNetwork();
        docker.createNetworkCmd().withName(NETWORK).exec();
        cluster.start();
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
    }

    @AfterAll
    void down() {
        removeJoined();
        if (client != null) client.close();
        cluster.stop();
        removeNetwork();
    }

    @Test
    void a_host_from_elsewhere_joins_by_one_line_and_leaves_by_being_emptied_ended_and_forgotten() throws Exception {
        var commands = cluster.joinCommands(2);
        assertThat(commands.sharedNetwork()).contains(NETWORK);
        assertThat(commands.lines())
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line).contains(commands.image(), "--add-host master:", "--network " + NETWORK));
        assertThat(commands.lines().get(1)).contains("--name host-3");

        say(withoutLabels(commands.lines().get(0)));

        soon().until(() -> client.nodes().list().getItems().stream()
                        .filter(Readiness::isNodeReady)
                        .count()
                == 2);
        assertThat(cluster.hosts()).extracting(Host::name).containsExactly("master", "host-1");
        assertThat(cluster.containersElsewhere()).containsExactly(JOINED);
        soon().untilAsserted(() ->
                assertThat(HostCommand.run(docker, JOINED, "ip", "route")).contains("via " + address("host-1")));

        assertThatThrownBy(() -> cluster.removeHost("host-2"))
                .isInstanceOf(HostsException.class)
                .hasMessageContaining("another machine")
                .hasMessageContaining("docker rm --force --volumes " + JOINED);
        assertThat(client.nodes().withName("host-2").get().getSpec().getUnschedulable())
                .isTrue();
        removeJoined();
        soon().until(() ->
                !Readiness.isNodeReady(client.nodes().withName("host-2").get()));
        cluster.removeHost("host-2");
        assertThat(client.nodes().list().getItems()).hasSize(1);
        assertThat(cluster.containersElsewhere()).isEmpty();
    }

    @Test
    void hosts_have_their_addresses_on_it_and_the_api_is_still_published_on_this_machine_alone() {
        var range = SharedNetwork.subnets(
                        docker.inspectNetworkCmd().withNetworkId(NETWORK).exec())
                .get(0);
        assertThat(cluster.hosts())
                .allSatisfy(host -> assertThat(range.contains(Ipv4Range.parse(host.address() + "/32")))
                        .isTrue());
        assertThat(client.nodes().list().getItems().get(0).getStatus().getAddresses())
                .anyMatch(address -> address.getAddress().equals(address("host-1")));
        assertThat(cluster.endpoint()).hasHost("127.0.0.1");
    }

    @Test
    void a_network_that_can_not_carry_a_cluster_is_refused_by_name() {
        refused("no-such-network", "has no network of that name", NETWORK);
        refused("bridge", "made for itself");
        refused(NETWORK, "the cluster '" + NAME + "' is on it");
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1)).ignoreExceptions();
    }

    private static void refused(String network, String... words) {
        var second = on(network).name("shared-it-second").build();
        assertThatThrownBy(second::start)
                .isInstanceOfSatisfying(
                        HostsException.class, e -> assertThat(e.reason()).isEqualTo(HostsException.Reason.INVALID))
                .hasMessageContaining("--hosts-network " + network)
                .hasMessageContainingAll(words);
    }

    /** As on another machine: this one's Docker is told of a container, and not whose it is. */
    private static String withoutLabels(String line) {
        return line.replaceAll("--label \\S+ ", "");
    }

    private static void say(String line) throws IOException, InterruptedException {
        var shell =
                new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
        var said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(shell.exitValue()).as(said).isZero();
    }

    private String address(String name) {
        return OnHosts.host(cluster, name).address();
    }

    private void removeJoined() {
        try {
            docker.removeContainerCmd(JOINED)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException gone) {
            // It has left.
        }
    }

    private void removeNetwork() {
        try {
            docker.removeNetworkCmd(NETWORK).exec();
        } catch (NotFoundException gone) {
            // So it should be.
        }
    }
}
