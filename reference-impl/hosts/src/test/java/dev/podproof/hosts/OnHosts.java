package dev.podproof.hosts;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;

/** Pods and hosts of a cluster, as tests look at them: through the API, and from inside the hosts. */
abstract class OnHosts {
    private static final DockerClient DOCKER =
            Engine.connect(Environment.detect()).client();

    private final ReferenceCluster cluster;
    final KubernetesClient client;

    OnHosts(ReferenceCluster cluster, KubernetesClient client) {
        this.cluster = cluster;
        this.client = client;
    }

    void create(String manifest) {
        client.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
                .create();
    }

    String inHost(String name, String... command) {
        return HostCommand.run(DOCKER, host(cluster, name).containerId(), command);
    }

    String address(String name) {
        return host(cluster, name).address();
    }

    static Host host(ReferenceCluster cluster, String name) {
        return cluster.hosts().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    String phase(String pod) {
        return client.pods().withName(pod).get().getStatus().getPhase();
    }

    String ready(String pod) {
        Pod found = client.pods().withName(pod).get();
        return found.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .map(PodCondition::getStatus)
                .findFirst()
                .orElse("");
    }

    ContainerStatus status(String pod, String container) {
        return client.pods().withName(pod).get().getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(container))
                .findFirst()
                .orElseThrow();
    }

    List<String> events(String pod) {
        return client.v1().events().withField("involvedObject.name", pod).list().getItems().stream()
                .map(Event::getMessage)
                .toList();
    }

    static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(2)).ignoreExceptions();
    }
}
