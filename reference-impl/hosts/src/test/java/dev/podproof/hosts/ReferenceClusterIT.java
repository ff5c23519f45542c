package dev.podproof.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Progress;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real hosts on the machine's own Docker Engine. */
@ExtendWith(SharedCluster.class)
class ReferenceClusterIT {
    private final DockerClient docker = Engine.connect(Environment.detect()).client();
    private final ReferenceCluster cluster;

    ReferenceClusterIT(ReferenceCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void every_host_is_a_ready_node_under_its_own_address(KubernetesClient client) {
        assertThat(client.nodes().list().getItems())
                .extracting(node -> node.getMetadata().getName())
                .containsExactlyInAnyOrder("host-1", "host-2");
        assertThat(client.nodes().list().getItems())
                .allSatisfy(node -> assertThat(node.getStatus().getAddresses())
                        .anySatisfy(address -> assertThat(address.getAddress())
                                .isEqualTo(host(node.getMetadata().getName()).address())));
    }

    @Test
    void its_status_is_read_from_labels_alone() {
        var found = ReferenceCluster.find(cluster.name()).orElseThrow();

        assertThat(ReferenceCluster.names()).contains(cluster.name());
        assertThat(found.status()).isEqualTo(cluster.status());
        assertThat(found.status().state()).isEqualTo(ClusterStatus.State.RUNNING);
        assertThat(found.hosts()).extracting(Host::name).containsExactly("master", "host-1", "host-2");
        assertThat(found.endpoint()).isEqualTo(cluster.endpoint());
    }

    @Test
    void the_kubeconfig_is_for_this_user_alone_and_can_be_had_again_when_it_is_lost() throws IOException {
        var before = Files.readString(cluster.kubeconfig());

        Files.delete(cluster.kubeconfig());
        var again = ReferenceCluster.find(cluster.name()).orElseThrow().kubeconfig();

        assertThat(again).hasContent(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(again)))
                .isEqualTo("rw-------");
    }

    @Test
    void no_host_is_privileged_and_nothing_is_published_beyond_this_machine() {
        assertThat(cluster.hosts()).hasSize(3).allSatisfy(host -> {
            var container = docker.inspectContainerCmd(host.containerId()).exec();
            assertThat(container.getHostConfig().getPrivileged()).isFalse();
            var published =
                    container.getNetworkSettings().getPorts().getBindings().values();
            assertThat(published.stream().filter(Objects::nonNull).flatMap(Stream::of))
                    .allMatch(binding -> binding.getHostIp().equals("127.0.0.1"))
                    .hasSize(host.role() == Role.MASTER ? 1 : 0);
        });
    }

    @Test
    void secrets_on_a_host_are_readable_by_root_alone() {
        assertThat(cluster.hosts())
                .allSatisfy(host -> assertThat(HostCommand.run(
                                docker, host.containerId(), "find", "/etc/podproof", "-type", "f", "-perm", "/077"))
                        .isEmpty());
    }

    @Test
    void the_certificate_of_a_host_that_was_removed_opens_nothing() {
        var name = cluster.addHost();
        var kubeconfig = HostCommand.run(docker, host(name).containerId(), "cat", "/etc/podproof/node.kubeconfig")
                .replaceAll("server: \\S+", "server: " + cluster.endpoint());
        try (var api = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig))
                .build()) {
            assertThat(api.nodes().withName(name).get()).isNotNull();

            cluster.removeHost(name);

            assertThatThrownBy(() -> api.nodes().list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isEqualTo(401))
                    .hasMessageContaining("its host was removed");
        }
    }

    @Test
    void the_images_of_pods_are_in_every_hosts_engine_under_their_public_names() {
        assertThat(HostCommand.run(
                        docker,
                        host("host-2").containerId(),
                        "docker",
                        "image",
                        "ls",
                        "--format",
                        "{{.Repository}}:{{.Tag}}"))
                .contains("busybox:1.36\n", "podproof/pause:1\n");
    }

    @Test
    void a_name_that_is_taken_is_refused_and_the_cluster_that_has_it_is_left_alone() {
        var second = ReferenceCluster.builder().name(cluster.name()).hosts(1).build();

        assertThatThrownBy(second::start)
                .isInstanceOfSatisfying(
                        HostsException.class, e -> assertThat(e.reason()).isEqualTo(HostsException.Reason.NAME_TAKEN))
                .hasMessageContaining("down --name " + cluster.name());
        assertThat(cluster.status().state()).isEqualTo(ClusterStatus.State.RUNNING);
    }

    @Test
    void a_bring_up_that_fails_names_the_action_shows_the_hosts_log_and_leaves_nothing() {
        var name = "hosts-it-failing";
        var failing = ReferenceCluster.builder()
                .name(name)
                .hosts(1)
                .faults(List.of("no-such-fault"))
                .build();

        assertThatThrownBy(failing::start)
                .isInstanceOfSatisfying(
                        HostsException.class, e -> assertThat(e.reason()).isEqualTo(HostsException.Reason.BRING_UP))
                .hasMessageContaining("action 'api' failed")
                .hasMessageContaining("the log of " + name + "-master ends with")
                .hasMessageContaining("fault");

        assertThat(leftOf(name)).isEmpty();
    }

    @Test
    void it_comes_up_by_its_named_actions_and_taking_it_away_leaves_no_container_network_volume_or_file() {
        var name = "hosts-it-gone";
        var noting = new Noting();
        var gone =
                ReferenceCluster.builder().name(name).hosts(1).progress(noting).build();
        gone.start();
        assertThat(noting.actions)
                .containsExactly("images", "overlay", "network", "secrets", "hosts", "api", "kubeconfig", "nodes");
        var volumes = gone.hosts().stream()
                .flatMap(host -> docker.inspectContainerCmd(host.containerId()).exec().getMounts().stream())
                .map(mount -> mount.getName())
                .toList();
        var kubeconfig = gone.kubeconfig();
        assertThat(leftOf(name)).hasSize(3);
        assertThat(volumes).hasSize(2);

        standsStillAndGoesOn(gone);
        gone.stop();

        assertThat(leftOf(name)).isEmpty();
        assertThat(docker.listVolumesCmd().exec().getVolumes())
                .extracting(volume -> volume.getName())
                .doesNotContainAnyElementsOf(volumes);
        assertThat(kubeconfig).doesNotExist();
        assertThat(ReferenceCluster.find(name)).isEmpty();
    }

    /** What the API holds is there afterwards, and each host reports anew. */
    private static void standsStillAndGoesOn(ReferenceCluster cluster) {
        var kubeconfig = Config.fromKubeconfig(cluster.kubeconfig().toFile());
        try (var client = new KubernetesClientBuilder().withConfig(kubeconfig).build()) {
            var before = heard(client);

            cluster.halt();
            cluster.halt();
            assertThat(cluster.status().state()).isEqualTo(ClusterStatus.State.STOPPED);

            cluster.resume();
            assertThat(cluster.status().state()).isEqualTo(ClusterStatus.State.RUNNING);
            assertThat(heard(client)).isAfter(before);
        }
    }

    private static Instant heard(KubernetesClient client) {
        return client.nodes().withName("host-1").get().getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .map(condition -> Instant.parse(condition.getLastHeartbeatTime()))
                .findFirst()
                .orElseThrow();
    }

    private Host host(String name) {
        return OnHosts.host(cluster, name);
    }

    private List<String> leftOf(String name) {
        var containers = docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Labels.ofCluster(name))
                .exec();
        var networks =
                docker.listNetworksCmd().withNameFilter("podproof-" + name).exec();
        return Stream.concat(
                        containers.stream().map(container -> container.getNames()[0]),
                        networks.stream().map(network -> network.getName()))
                .toList();
    }

    private static final class Noting implements Progress {
        private final List<String> actions = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void began(String action) {}

        @Override
        public void said(String line) {}

        @Override
        public void ended(String action, Duration took) {
            actions.add(action);
        }
    }
}
