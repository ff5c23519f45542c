package dev.podproof.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import dev.podproof.hosts.engine.Progress;
import dev.podproof.hosts.images.Addition;
import dev.podproof.hosts.images.Images;
import dev.podproof.reference.store.etcd.EtcdStoreContract;
import dev.podproof.reference.store.etcd.SharedKeys;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The stores' contract on a real etcd: the one of the hosts' image, in a container of its own that only this machine reaches.
 * With {@code -Dpodproof.test.etcd=http://127.0.0.1:2379} on another that you started, such as an older version.
 */
class EtcdStoreIT extends EtcdStoreContract {
    private static final ExposedPort CLIENTS = ExposedPort.tcp(2379);
    private static final DockerClient DOCKER =
            Engine.connect(Environment.detect()).client();
    private static String container = "";
    private static URI endpoint;

    @BeforeAll
    static void startEtcd() {
        var other = System.getProperty("podproof.test.etcd", "");
        if (!other.isEmpty()) {
            endpoint = URI.create(other);
            return;
        }
        var environment = Environment.detect();
        var image = Images.on(Engine.connect(environment), environment, Clock.systemUTC(), Progress.silent())
                .host(Set.of(Addition.ETCD));
        var anyPort = new PortBinding(Ports.Binding.bindIp("127.0.0.1"), CLIENTS);
        container = DOCKER.createContainerCmd(image)
                .withEntrypoint("etcd")
                .withCmd("--listen-client-urls=http://0.0.0.0:2379", "--advertise-client-urls=http://127.0.0.1:2379")
                .withExposedPorts(CLIENTS)
                .withHostConfig(HostConfig.newHostConfig().withPortBindings(anyPort))
                .exec()
                .getId();
        DOCKER.startContainerCmd(container).exec();
        var port = DOCKER.inspectContainerCmd(container)
                .exec()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(CLIENTS)[0]
                .getHostPortSpec();
        endpoint = URI.create("http://127.0.0.1:" + port);
    }

    @AfterAll
    static void removeEtcd() {
        if (!container.isEmpty()) {
            DOCKER.removeContainerCmd(container)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        }
    }

    @Test
    void keys_that_others_share_are_written_once_listed_followed_and_taken_away() throws Exception {
        try (var mine = SharedKeys.open(List.of(endpoint), Duration.ofMinutes(5));
                var theirs = SharedKeys.open(List.of(endpoint), Duration.ofMinutes(5))) {
            var changes = new AtomicInteger();
            var watch = theirs.watch("/shared/", changes::incrementAndGet, lost -> changes.set(-1000));
            try {
                assertThat(mine.create("/shared/a", "1")).isTrue();
                assertThat(theirs.create("/shared/a", "2")).isFalse();
                theirs.put("/shared/b", "3");
                mine.renew();
                mine.put("/shared/a", "4");

                assertThat(theirs.list("/shared/")).isEqualTo(Map.of("/shared/a", "4", "/shared/b", "3"));
                assertThat(mine.get("/shared/none")).isEmpty();
                mine.delete("/shared/b");
                assertThat(theirs.get("/shared/b")).isEmpty();
                await().atMost(Duration.ofSeconds(10)).until(() -> changes.get() == 4);
            } finally {
                watch.close();
            }
        }
    }

    @Override
    protected URI endpoint() {
        return endpoint;
    }
}
