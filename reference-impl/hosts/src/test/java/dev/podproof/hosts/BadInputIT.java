package dev.podproof.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All that is wrong is asked of one host at once: each pod says in one sentence what is wrong with it, and a neighbour runs on. */
@ExtendWith(SharedCluster.class)
class BadInputIT {
    private final KubernetesClient client;

    BadInputIT(KubernetesClient client) {
        this.client = client;
    }

    @Test
    void each_pod_says_what_is_wrong_with_it_and_its_neighbours_run_on() {
        create("neighbour", "");
        create("crowd", fortyNineMore());
        soon().until(() -> Readiness.isPodReady(pod("neighbour")));
        String neighbour = status("neighbour").getContainerID();

        create("no-image", "image: no-registry.invalid/nothing:1", "");
        create("no-command", "command: [/no/such/command]", "");
        create("wrong-type", "volumeMounts: [{name: host, mountPath: /host}]", """
                volumes: [{name: host, hostPath: {path: /etc/passwd, type: Directory}}]""");
        create("tiny", "resources: {limits: {memory: 1Mi}}", "");
        create("closed-port", "readinessProbe: {tcpSocket: {port: 81}, periodSeconds: 1}", "");
        create("port", "ports: [{containerPort: 80, hostPort: 18090}]", "");
        soon().until(() -> Readiness.isPodReady(pod("port")));
        create("taken-port", "ports: [{containerPort: 80, hostPort: 18090}]", "");
        create("greedy", "resources: {requests: {cpu: 1000}}", "");
        create("elsewhere", "", "nodeSelector: {kubernetes.io/hostname: host-1}");
        create("nul-mount", "volumeMounts: [{name: v, mountPath: \"/a\\0b\"}]", "volumes: [{name: v, emptyDir: {}}]");
        create(
                "nul-part",
                "volumeMounts: [{name: v, mountPath: /v, subPath: \"a\\0b\"}]",
                "volumes: [{name: v, emptyDir: {}}]");
        create("nul-host", "", "volumes: [{name: v, hostPath: {path: \"/tmp/a\\0b\"}}]");
        create("nul-directory", "workingDir: \"/a\\0b\"", "");
        create("nul-words", "terminationMessagePath: \"/a\\0b\"", "");
        create("unsafe", "", "securityContext: {sysctls: [{name: net.core.somaxconn, value: '1'}]}");

        soon().untilAsserted(() -> {
            // Between two tries it is being pulled, under either name.
            waits("no-image", "", "no-registry.invalid");
            assertThat(status("no-command").getLastState().getTerminated().getMessage())
                    .contains("/no/such/command")
                    .containsIgnoringCase("no such file or directory");
            waits("wrong-type", "ContainerCreating", "/etc/passwd is not a directory");
            waits("nul-part", "CreateContainerConfigError", "Nul character not allowed");
            waits("nul-host", "ContainerCreating", "Nul character not allowed");
            for (String place : List.of("nul-mount", "nul-words", "nul-directory")) {
                waits(place, "CreateContainerConfigError", "b\" holds a NUL character");
            }
            waits("tiny", "CreateContainerError", "Minimum memory limit allowed");
            assertThat(pod("taken-port").getStatus().getMessage()).isEqualTo("Pod Predicate NodePorts failed");
            assertThat(pod("greedy").getStatus().getReason()).isEqualTo("OutOfcpu");
            assertThat(pod("elsewhere").getStatus().getReason()).isEqualTo("NodeAffinity");
            assertThat(pod("unsafe").getStatus().getMessage())
                    .isEqualTo("Pod forbidden sysctl: \"net.core.somaxconn\" not allowlisted");
            assertThat(Readiness.isPodReady(pod("closed-port"))).isFalse();
        });
        soon().untilAsserted(() -> {
            assertThat(events("no-image")).anyMatch(said -> said.startsWith("Failed to pull image"));
            assertThat(events("no-command")).anyMatch(said -> said.contains("/no/such/command"));
            assertThat(events("wrong-type")).anyMatch(said -> said.contains("hostPath type check failed"));
            assertThat(events("tiny")).anyMatch(said -> said.contains("Minimum memory limit allowed"));
            assertThat(events("closed-port"))
                    .anyMatch(said -> said.startsWith("Readiness probe failed") && said.contains("connection refused"));
            assertThat(events("taken-port")).contains("Predicate NodePorts failed");
        });
        assertThatThrownBy(() -> create("twice", "", "volumes: [{name: v, emptyDir: {}}, {name: v, emptyDir: {}}]"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("spec.volumes[1].name")
                .hasMessageContaining("Duplicate value");

        soon().until(() -> Readiness.isPodReady(pod("crowd")));
        assertThat(pod("crowd").getStatus().getContainerStatuses()).hasSize(50);
        assertThat(status("neighbour").getContainerID()).isEqualTo(neighbour);
        assertThat(status("neighbour").getRestartCount()).isZero();
        assertThat(Readiness.isPodReady(pod("neighbour"))).isTrue();
    }

    private static String fortyNineMore() {
        return IntStream.rangeClosed(1, 49)
                .mapToObj(n -> "  - {name: c%d, image: 'busybox:1.36', command: [sleep, '600']}".formatted(n))
                .collect(Collectors.joining("\n"));
    }

    private void create(String name, String more) {
        create(name, "tty: false", more);
    }

    /** A pod whose container sleeps, unless it is told otherwise. */
    private void create(String name, String ofContainer, String ofPod) {
        String manifest = """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  nodeName: host-2
                  terminationGracePeriodSeconds: 0
                  containers:
                  - name: main
                %s%s    %s
                %s
                """.formatted(
                        name,
                        ofContainer.startsWith("image:") ? "" : "    image: busybox:1.36\n",
                        ofContainer.startsWith("command:") ? "" : "    command: [sleep, '600']\n",
                        ofContainer,
                        ofPod.startsWith(" ") ? ofPod : "  " + ofPod);
        client.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
                .create();
    }

    private void waits(String pod, String reason, String words) {
        var waiting = status(pod).getState().getWaiting();
        assertThat(waiting.getReason()).contains(reason);
        assertThat(waiting.getMessage()).contains(words);
    }

    private Pod pod(String name) {
        return client.pods().withName(name).get();
    }

    private ContainerStatus status(String pod) {
        return pod(pod).getStatus().getContainerStatuses().get(0);
    }

    private List<String> events(String pod) {
        return client.v1().events().withField("involvedObject.name", pod).list().getItems().stream()
                .map(Event::getMessage)
                .toList();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(3)).ignoreExceptions();
    }
}
