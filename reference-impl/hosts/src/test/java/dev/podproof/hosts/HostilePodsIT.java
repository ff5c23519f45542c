package dev.podproof.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods that mean harm to their host: they are root in their containers, and have no other privilege. */
@ExtendWith(SharedCluster.class)
class HostilePodsIT extends OnHosts {

    HostilePodsIT(ReferenceCluster cluster, KubernetesClient client) {
        super(cluster, client);
    }

    @Test
    void what_the_api_holds_can_not_be_turned_into_a_way_to_the_hosts_files() {
        inHost("host-1", "sh", "-c", "mkdir -p /tmp/treasure && echo safe > /tmp/treasure/gold");
        create("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {color: blue}
                """);
        create("""
                apiVersion: v1
                kind: Secret
                metadata: {name: key}
                stringData: {key: "0451"}
                """);
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: thief}
                spec:
                  nodeName: host-1
                  terminationGracePeriodSeconds: 0
                  volumes:
                  - {name: map, configMap: {name: settings}}
                  - {name: secret, secret: {secretName: key}}
                  - {name: fields, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
                  - {name: all, projected: {sources: [{configMap: {name: settings}}, {secret: {name: key}}]}}
                  - {name: scratch, emptyDir: {}}
                  containers:
                  - name: main
                    image: busybox:1.36
                    volumeMounts:
                    - {name: map, mountPath: /cm, readOnly: false}
                    - {name: secret, mountPath: /secret}
                    - {name: fields, mountPath: /fields}
                    - {name: all, mountPath: /all}
                    - {name: map, mountPath: /part, subPath: color}
                    - {name: scratch, mountPath: /cm/scratch}
                    command: [sh, -c]
                    args:
                    - |
                      exec 2>&1
                      rm /cm/..data; ln -s /tmp/treasure /cm/..data
                      for volume in cm secret fields all; do touch /$volume/file && echo "wrote to $volume"; done
                      echo red > /part && echo "wrote to a part"
                      mount -o remount,rw /cm && echo remounted
                      echo mine > /cm/scratch/file && echo "wrote to scratch"
                      echo over; sleep 600
                """);

        soon().until(() -> log("thief").contains("over\n"));
        assertThat(log("thief"))
                .contains("rm: can't remove '/cm/..data': Read-only file system")
                .contains("ln: /cm/..data/treasure: Read-only file system")
                .contains("touch: /secret/file: Read-only file system")
                .contains("wrote to scratch\n")
                .doesNotContain("remounted", "wrote to a part", "wrote to cm", "wrote to secret", "wrote to all")
                .doesNotContain("wrote to fields");

        client.configMaps()
                .withName("settings")
                .edit(map ->
                        new ConfigMapBuilder(map).addToData("color", "green").build());
        client.pods()
                .withName("thief")
                .edit(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .addToLabels("look", "again")
                        .endMetadata()
                        .build());
        soon().untilAsserted(() -> assertThat(
                        inContainer("host-1", "thief", "cat /cm/color /fields/labels /all/color /cm/scratch/file"))
                .isEqualTo("green" + "look=\"again\"" + "green" + "mine\n"));
        client.pods().withName("thief").delete();
        soon().until(() -> client.pods().withName("thief").get() == null);
        assertThat(inHost("host-1", "cat", "/tmp/treasure/gold")).isEqualTo("safe\n");
    }

    @Test
    void what_is_made_for_a_part_of_a_volume_is_writable_for_whoever_may_write_to_the_volume() {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: guest}
                spec:
                  nodeName: host-1
                  restartPolicy: Never
                  securityContext: {runAsUser: 1000, runAsGroup: 1000}
                  volumes:
                  - {name: disk, emptyDir: {}}
                  - {name: memory, emptyDir: {medium: Memory}}
                  - {name: host, hostPath: {path: /tmp/made/for/guest, type: DirectoryOrCreate}}
                  containers:
                  - name: main
                    image: busybox:1.36
                    resources: {limits: {memory: 32Mi}}
                    env: [{name: WHO, value: me}]
                    volumeMounts:
                    - {name: disk, mountPath: /disk, subPath: deep/er}
                    - {name: disk, mountPath: /expanded, subPathExpr: of/$(WHO)}
                    - {name: memory, mountPath: /memory, subPath: deep}
                    - {name: host, mountPath: /host}
                    command: [sh, -c]
                    args:
                    - |
                      for place in disk expanded memory; do touch /$place/file && echo "wrote to $place"; done
                      df -m /memory | tail -1 | awk '{print "memory of " $2}'
                      stat -c 'host %a %u' /host
                """);

        soon().untilAsserted(() -> assertThat(phase("guest")).isEqualTo("Succeeded"));
        assertThat(log("guest"))
                .contains(
                        "wrote to disk\n",
                        "wrote to expanded\n",
                        "wrote to memory\n",
                        "memory of 32\n",
                        "host 755 0\n");
    }

    @Test
    void what_a_pod_leaves_behind_goes_with_it_however_deep_and_whatever_its_name() {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: digger}
                spec:
                  nodeName: host-1
                  terminationGracePeriodSeconds: 0
                  volumes: [{name: scratch, emptyDir: {sizeLimit: 1e99}}]
                  containers:
                  - name: main
                    image: busybox:1.36
                    volumeMounts: [{name: scratch, mountPath: /scratch}]
                    command: [sh, -c]
                    args:
                    - |
                      cd /scratch
                      ln -s /etc/podproof link; mkfifo pipe; mknod device b 7 0
                      mkdir "$(printf '\\377')"; touch "$(printf '\\377/\\376')"
                      deep=$(printf 'deeper/%.0s' $(seq 500))
                      for i in $(seq 20); do mkdir -p $deep && cd -P $deep || exit 2; done
                      touch end && echo over
                      rm -f /dev/termination-log /etc/hosts; ln -sf /etc/shadow /etc/resolv.conf
                      mv /etc/hosts /etc/other; echo "192.0.2.6 evil" >> /etc/hosts
                      dd if=/dev/zero of=/dev/termination-log bs=1 count=1 seek=400M 2> /dev/null
                      printf farewell >> /dev/termination-log
                      exit 1
                """);

        soon().untilAsserted(() -> {
            assertThat(status("digger", "main").getRestartCount()).isPositive();
            assertThat(status("digger", "main").getLastState().getTerminated().getMessage())
                    .endsWith("farewell");
        });
        String directory = "/var/lib/podproof/pods/" + uid("digger");
        assertThat(inHost("host-1", "stat", "-c", "%F", directory + "/etc/resolv.conf"))
                .isEqualTo("regular file\n");
        assertThat(inHost("host-1", "cat", directory + "/etc/hosts")).doesNotContain("evil");

        client.pods().withName("digger").delete();
        soon().until(() -> client.pods().withName("digger").get() == null);
        soon().until(() -> inHost("host-1", "sh", "-c", "test -e " + directory + " || echo gone")
                .equals("gone\n"));
        assertThat(inHost("host-1", "ls", "/etc/podproof")).contains("node.crt");
    }

    @Test
    void a_container_that_does_nothing_but_fork_leaves_its_host_to_the_others() {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: bomb}
                spec:
                  nodeName: host-1
                  terminationGracePeriodSeconds: 0
                  containers:
                  - name: main
                    image: busybox:1.36
                    command: [sh, -c, "sh -c 'while true; do sleep 600 & done'; exec sleep 600"]
                """);
        String table = "cat $(find /sys/fs/cgroup -name pids.current | grep $(docker ps -qf name=k8s_main_bomb))";
        // The shell that can't fork any more gives up, and leaves the table full but for its own place.
        soon().until(() -> inHost("host-1", "sh", "-c", table).equals("1023\n"));

        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: neighbour}
                spec:
                  nodeName: host-1
                  terminationGracePeriodSeconds: 0
                  containers:
                  - {name: main, image: "busybox:1.36", command: [sleep, "600"]}
                """);
        soon().until(() -> "True".equals(ready("neighbour")));
        assertThat(status("bomb", "main").getState().getRunning()).isNotNull();

        client.pods().withName("bomb").delete();
        soon().until(() -> client.pods().withName("bomb").get() == null);
    }

    private String log(String pod) {
        return client.pods().withName(pod).getLog();
    }

    private String uid(String pod) {
        return client.pods().withName(pod).get().getMetadata().getUid();
    }

    private String inContainer(String host, String pod, String script) {
        return inHost(
                host, "sh", "-c", "docker exec $(docker ps -qf name=k8s_main_" + pod + ") sh -c '" + script + "'");
    }
}
