package dev.podproof.hosts.clients;

import static dev.podproof.hosts.clients.Row.works;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.hosts.clients.Row.Outcome;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands that change nothing. */
record ReadingCommands(Kubectl kubectl, KubernetesClient client) {
    List<Row> rows() {
        return List.of(
                works("get NAME, -A, -l", "a pod is listed by name, everywhere, and by label", this::get),
                works("get -o wide|yaml|json|name|jsonpath", "each form shows the pod's node", this::forms),
                works("get all, --chunk-size, --raw", "in parts, and as the server writes it", this::parts),
                works("get --sort-by", "pods come in the order asked for", this::sorted),
                works("get -w", "an object made meanwhile is shown", this::watch),
                works("describe", "a pod's containers and events, a node, a service", this::describe),
                works("events", "the pod's events", this::events),
                works("wait", "for a condition and a field; a wait in vain fails", this::waits),
                works("explain", "the fields of pod.spec.volumes", this::explain),
                works("api-resources, api-versions", "kinds with their short names, and groups", this::resources),
                works("cluster-info, version", "the endpoint and the server's version", this::info),
                works("auth can-i", "the administrator may", this::mayI),
                new Row("top", "there is no metrics API", this::top),
                new Row("rollout", "replication controllers have none", this::rollout));
    }

    private void get() {
        assertThat(kubectl.run("get", "pod", "shell")).containsPattern("shell +2/2 +Running +0");
        assertThat(kubectl.run("get", "pods", "-A")).contains(client.getNamespace() + " ", "shell");
        assertThat(kubectl.run("get", "pods", "-l", "app=web", "-o", "name")).isEqualTo("pod/web\n");
    }

    private void forms() {
        var node = client.pods().withName("shell").get().getSpec().getNodeName();
        assertThat(kubectl.run("get", "pod", "shell", "-o", "wide")).contains(node, "NOMINATED NODE");
        assertThat(kubectl.run("get", "pod", "shell", "-o", "yaml")).contains("  nodeName: " + node + "\n");
        assertThat(kubectl.run("get", "pod", "shell", "-o", "json")).contains("\"nodeName\": \"" + node + "\"");
        assertThat(kubectl.run("get", "pod/shell", "-o", "name")).isEqualTo("pod/shell\n");
        assertThat(kubectl.run("get", "pod", "shell", "-o", "jsonpath={.spec.nodeName}"))
                .isEqualTo(node);
    }

    private void parts() {
        assertThat(kubectl.run("get", "all")).contains("pod/shell ");
        var whole = kubectl.run("get", "pods", "-o", "name");
        var parts = kubectl.fed("", "get", "pods", "-o", "name", "--chunk-size=1", "-v=6");
        assertThat(parts.succeeded()).isEqualTo(whole);
        assertThat(parts.err()).contains("continue=");
        var path = "/api/v1/namespaces/" + client.getNamespace() + "/pods/shell";
        assertThat(kubectl.run("get", "--raw", path)).contains("\"kind\":\"Pod\"");
    }

    private void sorted() {
        var names = kubectl.run("get", "pods", "--sort-by=.metadata.name", "-o", "name", "-l", "app in (shell,web)");
        assertThat(names).isEqualTo("pod/shell\npod/web\n");
    }

    private void watch() throws Exception {
        var watching = kubectl.start("get", "configmaps", "-w", "-o", "name", "-l", "watched=yes");
        try (var lines = watching.inputReader()) {
            client.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("seen")
                            .addToLabels("watched", "yes")
                            .endMetadata()
                            .build())
                    .create();
            assertThat(lines.readLine()).isEqualTo("configmap/seen");
        } finally {
            watching.destroy();
            watching.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private void describe() {
        assertThat(kubectl.run("describe", "pod", "shell"))
                .contains("Image:         busybox:1.36", "Container ID:  docker://", "Events:", "Started", "side:");
        assertThat(kubectl.run("describe", "node", "host-1")).contains("Capacity:", "Ready", "Non-terminated Pods:");
        assertThat(kubectl.run("describe", "service", "kubernetes", "-n", "default"))
                .contains("Endpoints:", "443/TCP");
    }

    private void events() {
        assertThat(kubectl.run("events", "--for", "pod/shell")).contains("Scheduled", "Started");
    }

    private void waits() {
        assertThat(kubectl.run("wait", "--for=condition=Ready", "pod/shell", "--timeout=30s"))
                .contains("condition met");
        kubectl.run("wait", "--for=jsonpath={.status.phase}=Running", "pod/shell", "--timeout=30s");
        assertThat(kubectl.fed("", "wait", "--for=delete", "pod/shell", "--timeout=1s")
                        .refused())
                .contains("timed out");
    }

    private void explain() {
        assertThat(kubectl.run("explain", "pod.spec.volumes"))
                .contains("KIND:       Pod", "FIELD: volumes", "emptyDir", "configMap", "DESCRIPTION:");
    }

    private void resources() {
        assertThat(kubectl.run("api-resources"))
                .containsPattern("pods +po +v1 +true +Pod")
                .containsPattern("replicationcontrollers +rc +v1 +true +ReplicationController");
        assertThat(kubectl.run("api-versions")).contains("v1\n");
    }

    private void info() {
        assertThat(kubectl.run("cluster-info")).contains(client.getMasterUrl().getHost());
        assertThat(kubectl.run("version")).contains("Server Version: v1.");
    }

    private void mayI() {
        assertThat(kubectl.run("auth", "can-i", "create", "pods")).isEqualTo("yes\n");
    }

    private Outcome top() {
        assertThat(kubectl.fed("", "top", "pods").refused()).contains("Metrics API not available");
        return Outcome.refused("Metrics API not available");
    }

    private Outcome rollout() {
        kubectl.fed(WritingCommands.CONTROLLER, "create", "-f", "-").succeeded();
        var restart = kubectl.fed("", "rollout", "restart", "rc/numbers");
        assertThat(restart.refused() + restart.out()).contains("restarting is not supported");
        kubectl.run("delete", "rc", "numbers");
        return Outcome.refused("restarting is not supported");
    }
}
