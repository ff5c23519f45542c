package dev.podproof.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods on real hosts, where it takes a kernel and an Engine to tell that the agent does what it should. */
@ExtendWith(SharedCluster.class)
class PodsOnHostsIT extends OnHosts {
    /** Longer than a start takes on a busy machine, and no test waits for it: it passes while another one runs. */
    private static final String LATE = """
            apiVersion: v1
            kind: Pod
            metadata: {name: late}
            spec:
              activeDeadlineSeconds: 15
              terminationGracePeriodSeconds: 0
              securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "81"}]}
              containers:
              - name: main
                image: busybox:1.36
                command: [sh, -c, "cat /proc/sys/net/ipv4/ip_unprivileged_port_start; sleep 600"]
            """;

    PodsOnHostsIT(ReferenceCluster cluster, KubernetesClient client) {
        super(cluster, client);
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
                  dnsPolicy: None
                  dnsConfig: {nameservers: [192.0.2.53], searches: [market.example], options: [{name: ndots, value: "2"}]}
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
                      echo "limit $(cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null)"
                      dd if=/dev/zero of=/memory/big bs=1M count=2 2>/dev/null || echo "memory is full"
                      touch file && ls -ln file | cut -d' ' -f1-20 | grep -c 1000
                      grep CapEff /proc/self/status
                      echo "key $(cat /key/key) in $(stat -f -c %T /key)"
                      cat /etc/resolv.conf
                      echo "till is closed" > /dev/termination-log
                """);

        soon().untilAsserted(() -> assertThat(phase("fields")).isEqualTo("Succeeded"));
        String said = client.pods().withName("fields").getLog();
        assertThat(said)
                .contains("user 1000 group 2000 groups 2000 3000 4000\n")
                .contains("name shop.market.pods-on-hosts-it.svc.cluster.local in /disk, memory 64, address 10.")
                .contains("192.0.2.7\ttill.example")
                .contains("root is read-only")
                .contains("limit 67108864\n")
                .contains("memory is full")
                .contains("CapEff:\t0000000000000000")
                .contains("key 0451 in tmpfs")
                .contains("nameserver 192.0.2.53\n", "search market.example\n", "options ndots:2\n");
        assertThat(status("fields", "main").getState().getTerminated().getMessage())
                .isEqualTo("till is closed\n");
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
    void probes_decide_who_serves_and_who_is_restarted_and_hooks_and_a_deadline_go_before_the_end() {
        create(LATE);
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
                    livenessProbe: {exec: {command: [test, -f, /alive]}, periodSeconds: 1, failureThreshold: 2, timeoutSeconds: 20}
                    lifecycle:
                      postStart: {exec: {command: [sh, -c, "echo greeted > /host/begin"]}}
                      preStop: {exec: {command: [sh, -c, "echo drained >> /host/end"]}}
                """);
        soon().untilAsserted(
                        () -> assertThat(events("probed")).anyMatch(message -> message.contains("statuscode: 404")));
        assertThat(ready("probed")).isEqualTo("False");
        assertThat(inHost("host-1", "cat", "/tmp/probed/begin")).isEqualTo("greeted\n");

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
        a_pod_has_ended_at_its_deadline_and_had_the_settings_of_the_kernel_that_it_asked_for();
    }

    private void a_pod_has_ended_at_its_deadline_and_had_the_settings_of_the_kernel_that_it_asked_for() {
        soon().untilAsserted(() -> {
            var status = client.pods().withName("late").get().getStatus();
            assertThat(status.getPhase()).isEqualTo("Failed");
            assertThat(status.getReason()).isEqualTo("DeadlineExceeded");
            assertThat(status("late", "main").getState().getTerminated().getExitCode())
                    .isEqualTo(137);
        });
        assertThat(client.pods().withName("late").getLog()).isEqualTo("81\n");
        assertThat(events("late")).contains("Pod was active on the node longer than the specified deadline");
    }
}
