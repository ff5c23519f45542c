package dev.podproof.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What hosts say of themselves, what they let their pods use, and how pods outlive their hosts' programs. */
@ExtendWith(SharedCluster.class)
class HostsOfPodsIT extends OnHosts {
    HostsOfPodsIT(ReferenceCluster cluster, KubernetesClient client) {
        super(cluster, client);
    }

    @Test
    void what_a_container_may_use_is_limited_by_its_host() {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: greedy}
                spec:
                  nodeName: host-1
                  restartPolicy: Never
                  containers:
                  - name: main
                    image: busybox:1.36
                    resources: {limits: {memory: 16Mi, cpu: 500m}, requests: {memory: 16Mi, cpu: 250m}}
                    command: [sh, -c, "x=0123456789; while true; do x=$x$x; done"]
                """);

        soon().untilAsserted(() -> {
            var ended = status("greedy", "main").getState().getTerminated();
            assertThat(ended.getReason()).isEqualTo("OOMKilled");
            assertThat(ended.getExitCode()).isEqualTo(137);
        });
        assertThat(phase("greedy")).isEqualTo("Failed");
        String container = status("greedy", "main").getContainerID().replace("docker://", "");
        String limits = "{{.HostConfig.CpuQuota}} of {{.HostConfig.CpuPeriod}}, {{.HostConfig.CpuShares}} shares";
        assertThat(inHost("host-1", "docker", "inspect", "--format", limits, container))
                .isEqualTo("50000 of 100000, 256 shares\n");
    }

    @Test
    void a_node_says_what_its_host_is_and_has() {
        NodeStatus status = client.nodes().withName("host-1").get().getStatus();
        String engine = inHost("host-1", "docker", "version", "--format", "{{.Server.Version}}")
                .strip();
        assertThat(status.getNodeInfo().getContainerRuntimeVersion()).isEqualTo("docker://" + engine);
        assertThat(status.getNodeInfo().getKernelVersion())
                .isEqualTo(inHost("host-1", "uname", "-r").strip());
        assertThat(status.getImages())
                .flatExtracting(ContainerImage::getNames)
                .contains("busybox:1.36", "podproof/pause:1");
        assertThat(status.getImages())
                .allSatisfy(image -> assertThat(image.getSizeBytes()).isPositive());
        assertThat(status.getCapacity().get("cpu").getAmount())
                .isEqualTo(inHost("host-1", "nproc").strip());
        assertThat(status.getAllocatable()).containsKeys("cpu", "memory", "pods", "ephemeral-storage");
        assertThat(status.getAddresses())
                .extracting(NodeAddress::getType, NodeAddress::getAddress)
                .contains(tuple("InternalIP", address("host-1")), tuple("Hostname", "host-1"));
        assertThat(status.getConditions())
                .extracting(NodeCondition::getType, NodeCondition::getStatus)
                .contains(tuple("Ready", "True"), tuple("MemoryPressure", "False"), tuple("DiskPressure", "False"));
        ZonedDateTime renewed = lease().getSpec().getRenewTime();
        soon().until(() -> lease().getSpec().getRenewTime().isAfter(renewed));
    }

    private Lease lease() {
        return client.leases().inNamespace("kube-node-lease").withName("host-1").get();
    }

    @Test
    void pods_outlive_their_agent_and_their_engine_and_strangers_are_left_alone() {
        String stranger = inHost("host-2", "docker", "run", "-d", "busybox:1.36", "sleep", "600")
                .strip();
        create(sleeper("stays"));
        create(sleeper("goes"));
        soon().untilAsserted(
                        () -> assertThat(List.of(ready("stays"), ready("goes"))).containsOnly("True"));
        String container = status("stays", "main").getContainerID();
        String uid = client.pods().withName("goes").get().getMetadata().getUid();

        inHost("host-2", "pkill", "-9", "java");
        client.pods().withName("goes").delete();
        create(sleeper("comes"));

        soon().untilAsserted(() -> assertThat(ready("comes")).isEqualTo("True"));
        soon().until(() -> client.pods().withName("goes").get() == null);
        assertThat(inHost("host-2", "docker", "ps", "-aq", "--filter", "label=podproof.dev/pod-uid=" + uid))
                .isEmpty();
        assertUntouched("stays", container);

        inHost("host-2", "pkill", "-9", "dockerd");
        create(sleeper("later"));

        soon().untilAsserted(() -> assertThat(ready("later")).isEqualTo("True"));
        assertUntouched("stays", container);
        assertThat(inHost("host-2", "docker", "ps", "-q", "--no-trunc")).contains(stranger);
        inHost("host-2", "docker", "rm", "-f", stranger);
    }

    private void assertUntouched(String pod, String container) {
        assertThat(status(pod, "main").getContainerID()).isEqualTo(container);
        assertThat(status(pod, "main").getRestartCount()).isZero();
        assertThat(ready(pod)).isEqualTo("True");
        assertThat(inHost("host-2", "docker", "ps", "-q", "--filter", "name=k8s_.*_" + pod + "_")
                        .lines())
                .hasSize(2);
    }

    private static String sleeper(String name) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  nodeName: host-2
                  terminationGracePeriodSeconds: 1
                  containers:
                  - {name: main, image: "busybox:1.36", command: [sleep, "600"]}
                """.formatted(name);
    }
}
