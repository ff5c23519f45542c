package dev.podproof.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A cluster whose state is in etcd. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EtcdClusterIT {
    private static final String NAME = "etcd-it";

    private final DockerClient docker = Engine.connect(Environment.detect()).client();
    private final ReferenceCluster cluster =
            ReferenceCluster.builder().name(NAME).hosts(1).store(StoreKind.ETCD).build();

    @BeforeAll
    void up() {
        cluster.start();
    }

    @AfterAll
    void down() {
        cluster.stop();
    }

    @Test
    void what_it_holds_outlives_its_master() {
        var written = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("kept")
                .withNamespace("default")
                .endMetadata()
                .addToData("key", "value")
                .build();
        try (var client = client()) {
            var created = client.configMaps().resource(written).create();

            docker.killContainerCmd(NAME + "-master").exec();
            docker.startContainerCmd(NAME + "-master").exec();

            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(read(client)).isEqualTo(created));
        }
    }

    @Test
    void nobody_reaches_its_etcd_from_another_host() {
        var listening =
                HostCommand.run(docker, NAME + "-master", "ss", "--listening", "--tcp", "--numeric", "--processes");
        var ofEtcd = listening.lines().filter(line -> line.contains("etcd")).toList();

        assertThat(ofEtcd)
                .hasSize(List.of("clients", "peers").size())
                .allSatisfy(line -> assertThat(line).contains("127.0.0.1:"));
    }

    private static ConfigMap read(KubernetesClient client) {
        return client.configMaps().inNamespace("default").withName("kept").get();
    }

    private KubernetesClient client() {
        var config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
