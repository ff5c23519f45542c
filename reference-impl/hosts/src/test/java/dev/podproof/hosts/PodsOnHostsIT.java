package dev.podproof.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods on real hosts, where it takes a kernel and an Engine to tell that the agent does what it should. */
@ExtendWith(SharedCluster.class)
class PodsOnHostsIT {
    private static final DockerClient DOCKER =
            Engine.connect(Environment.detect()).client();

    private final ReferenceCluster cluster;
    private final KubernetesClient client;

    PodsOnHostsIT(ReferenceCluster cluster, KubernetesClient client) {
        this.cluster = cluster;
        this.client = client;
    }

    @Test
    void what_a_pod_says_of_users_groups_names_and_volumes_is_so_in_its_container() {
        create("""
                apiVersion: v1
                kind: Secret
                metadata: {name: key}
                stringData: {key: "0451"}
                """);
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: fields}
                spec:
                  nodeName: host-1
                  restartPolicy: Never
                  hostname: shop
                  subdomain: market
                  hostAliases: [{ip: 192.0.2.7, hostnames: [till.example]}]
                  securityContext: {runAsUser: 1000, runAsGroup: 2000, fsGroup: 3000, supplementalGroups: [4000]}
                  volumes:
                  - {name: memory, emptyDir: {medium: Memory, sizeLimit: 1Mi}}
                  - {name: disk, emptyDir: {}}
                  - {name: key, secret: {secretName: key, defaultMode: 0440}}
                  containers:
                  - name: main
                    image: busybox:1.36
                    workingDir: /disk
                    resources: {limits: {memory: 64Mi}}
                    securityContext: {readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
                    env:
                    - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
                    - {name: ADDRESS, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                    volumeMounts:
                    - {name: memory, mountPath: /memory}
                    - {name: disk, mountPath: /disk, subPath: deep/er}
                    - {name: key, mountPath: /key}
                    command: [sh, -c]
                    args:
                    - |
                      echo "user $(id -u) group $(id -g) groups $(id -G)"
                      echo "name $(hostname -f) in $(pwd), memory $(MEMORY), address $ADDRESS"
                      grep -c "$ADDRESS" /etc/hosts; grep till.example /etc/hosts
                      touch /root-file 2>/dev/null || echo "root is read-only"
                      dd if=/dev/zero of=/memory/big bs=1M count=2 2>/dev/null || echo "memory is full"
                      touch file && ls -ln file | cut -d' ' -f1-20 | grep -c 1000
                      grep CapEff /proc/self/status
                      echo "key $(cat /key/key) in $(stat -f -c %T /key)"
                """);

        soon().untilAsserted(() -> assertThat(phase("fields")).isEqualTo("Succeeded"));
        String said = client.pods().withName("fields").getLog();
        assertThat(said)
                .contains("user 1000 group 2000 groups 2000 3000 4000\n")
                .contains("name shop.market.pods-on-hosts-it.svc.cluster.local in /disk, memory 64, address 10.")
                .contains("192.0.2.7\ttill.example")
                .contains("root is read-only")
                .contains("memory is full")
                .contains("CapEff:\t0000000000000000")
                .contains("key 0451 in tmpfs");
        assertThat(inHost("host-1", "stat", "-c", "%a", "/var/lib/podproof/pods"))
                .isEqualTo("700\n");
    }

    @Test
    void a_privileged_pod_may_mount() {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: privileged}
                spec:
                  restartPolicy: Never
                  containers:
                  - name: main
                    image: busybox:1.36
                    securityContext: {privileged: true}
                    command: [sh, -c, "mount -t tmpfs none /tmp && echo mounted"]
                """);

        soon().untilAsserted(() -> assertThat(phase("privileged")).isEqualTo("Succeeded"));
        assertThat(client.pods().withName("privileged").getLog()).contains("mounted");
    }

    @Test
    void a_link_out_of_a_volume_is_no_way_to_the_hosts_files() {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: thief}
                spec:
                  volumes: [{name: data, emptyDir: {}}]
                  initContainers:
                  - name: dig
                    image: busybox:1.36
                    command: [ln, -s, /etc/podproof, /data/link]
                    volumeMounts: [{name: data, mountPath: /data}]
                  containers:
                  - name: main
                    image: busybox:1.36
                    command: [sleep, "600"]
                    volumeMounts: [{name: data, mountPath: /loot, subPath: link}]
                """);

        soon().untilAsserted(() -> {
            var waiting = status("thief", "main").getState().getWaiting();
            assertThat(waiting.getReason()).isEqualTo("CreateContainerConfigError");
            assertThat(waiting.getMessage()).isEqualTo("subPath link leads out of its volume");
        });
    }

    @Test
    void a_pod_ends_at_its_deadline_and_had_the_settings_of_the_kernel_that_it_asked_for() {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: late}
                spec:
                  activeDeadlineSeconds: 4
                  terminationGracePeriodSeconds: 0
                  securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "81"}]}
                  containers:
                  - name: main
                    image: busybox:1.36
                    command: [sh, -c, "cat /proc/sys/net/ipv4/ip_unprivileged_port_start; sleep 600"]
                """);
        soon().untilAsserted(() -> assertThat(ready("late")).isEqualTo("True"));
        assertThat(client.pods().withName("late").getLog()).isEqualTo("81\n");

        soon().untilAsserted(() -> {
            var status = client.pods().withName("late").get().getStatus();
            assertThat(status.getPhase()).isEqualTo("Failed");
            assertThat(status.getReason()).isEqualTo("DeadlineExceeded");
            assertThat(status("late", "main").getState().getTerminated().getExitCode())
                    .isEqualTo(137);
        });
        assertThat(events("late")).contains("Pod was active on the node longer than the specified deadline");
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
    void probes_decide_who_serves_and_who_is_restarted_and_a_pre_stop_hook_goes_before_the_end() {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: probed}
                spec:
                  nodeName: host-1
                  terminationGracePeriodSeconds: 20
                  volumes: [{name: host, hostPath: {path: /tmp/probed, type: DirectoryOrCreate}}]
                  containers:
                  - name: web
                    image: busybox:1.36
                    command:
                    - sh
                    - -c
                    - |
                      mkdir /www; httpd -p 8080 -h /www; touch /alive
                      trap 'echo ended >> /host/end; exit 0' TERM
                      while true; do sleep 0.2; done
                    ports: [{name: web, containerPort: 8080, hostPort: 18080}]
                    volumeMounts: [{name: host, mountPath: /host}]
                    startupProbe: {tcpSocket: {port: web}, periodSeconds: 1, failureThreshold: 30}
                    readinessProbe: {httpGet: {path: /ready.html, port: web}, periodSeconds: 1}
                    livenessProbe: {exec: {command: [test, -f, /alive]}, periodSeconds: 1, failureThreshold: 2}
                    lifecycle: {preStop: {exec: {command: [sh, -c, "echo drained >> /host/end"]}}}
                """);
        soon().untilAsserted(
                        () -> assertThat(events("probed")).anyMatch(message -> message.contains("statuscode: 404")));
        assertThat(ready("probed")).isEqualTo("False");

        inHost("host-1", "sh", "-c", "docker exec $(docker ps -qf name=k8s_web_probed) touch /www/ready.html");
        soon().untilAsserted(() -> assertThat(ready("probed")).isEqualTo("True"));
        String get = "exec 3<>/dev/tcp/127.0.0.1/18080; printf 'GET /ready.html HTTP/1.0\\r\\n\\r\\n' >&3; head -1 <&3";
        assertThat(inHost("host-1", "bash", "-c", get)).contains("200 OK");

        inHost("host-1", "sh", "-c", "docker exec $(docker ps -qf name=k8s_web_probed) rm /alive");
        soon().untilAsserted(() ->
                assertThat(status("probed", "web").getRestartCount()).isEqualTo(1));
        assertThat(events("probed")).contains("Container web failed liveness probe, will be restarted");

        soon().until(() -> status("probed", "web").getState().getRunning() != null);
        inHost("host-1", "rm", "-f", "/tmp/probed/end");
        client.pods().withName("probed").delete();
        soon().until(() -> client.pods().withName("probed").get() == null);
        assertThat(inHost("host-1", "cat", "/tmp/probed/end")).isEqualTo("drained\nended\n");
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

    private void create(String manifest) {
        client.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
                .create();
    }

    private String inHost(String name, String... command) {
        return HostCommand.run(DOCKER, host(name).containerId(), command);
    }

    private String address(String name) {
        return host(name).address();
    }

    private Host host(String name) {
        return cluster.hosts().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String phase(String pod) {
        return client.pods().withName(pod).get().getStatus().getPhase();
    }

    private String ready(String pod) {
        Pod found = client.pods().withName(pod).get();
        return found.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .map(PodCondition::getStatus)
                .findFirst()
                .orElse("");
    }

    private ContainerStatus status(String pod, String container) {
        return client.pods().withName(pod).get().getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(container))
                .findFirst()
                .orElseThrow();
    }

    private List<String> events(String pod) {
        return client.v1().events().withField("involvedObject.name", pod).list().getItems().stream()
                .map(Event::getMessage)
                .toList();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(2)).ignoreExceptions();
    }
}
