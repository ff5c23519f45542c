package dev.podproof.hosts.clients;

import static dev.podproof.hosts.clients.Row.works;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.hosts.clients.Row.Outcome;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Commands that make, change and delete objects; what they did is asked of the API. */
record WritingCommands(Kubectl kubectl, KubernetesClient client) {
    static final String CONTROLLER = """
            apiVersion: v1
            kind: ReplicationController
            metadata: {name: numbers}
            spec:
              replicas: 0
              selector: {app: numbers}
              template:
                metadata: {labels: {app: numbers}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers: [{name: c, image: "busybox:1.36", command: [sleep, "3600"]}]
            """;

    List<Row> rows() {
        return List.of(
                works("create -f", "the object is there as written", this::create),
                works(
                        "create namespace|service|configmap|secret|serviceaccount",
                        "each is there with its content",
                        this::createKinds),
                works("create --dry-run=client|server", "nothing is made", this::dryRun),
                works(
                        "create --validate=strict|warn|ignore",
                        "an unknown field is refused, warned of, or dropped",
                        this::validate),
                new Row("create -f (RBAC)", "the refusal says how rights are given", this::accessRules),
                works("apply", "made, then changed, and what was taken out is gone", this::apply),
                new Row("apply --server-side", "made, and its fields have a manager", this::applyOnServer),
                works("apply --prune", "what is no longer in the file is deleted", this::prune),
                works("diff", "shows the change and changes nothing", this::diff),
                works("edit", "the editor's change is stored", this::edit),
                works("patch", "as strategic merge, merge and JSON patch", this::patch),
                works("replace", "the new content, and only that", this::replace),
                works("label, annotate", "set, changed with --overwrite only, removed", this::labels),
                works("set image", "the template has the new image", this::setImage),
                works("scale", "replicas as asked for; not if --current-replicas is wrong", this::scale),
                works("expose", "a service that selects the pod", this::expose),
                works("delete NAME, -l, -f", "gone, and only those", this::delete),
                works("delete --grace-period, --force, --wait", "pods end as fast as asked for", this::deletePods),
                works(
                        "delete --cascade",
                        "its pods go first, go after it, or stay behind; namespaces and accounts end with each",
                        this::cascade));
    }

    private void create() {
        kubectl.fed(CONTROLLER, "create", "-f", "-").succeeded();
        assertThat(controller().getSpec().getTemplate().getSpec().getContainers())
                .extracting(container -> container.getImage())
                .containsExactly("busybox:1.36");
        assertThat(kubectl.fed(CONTROLLER, "create", "-f", "-").refused()).contains("AlreadyExists");
    }

    private void createKinds() {
        kubectl.run("create", "namespace", "kubectl-made");
        assertThat(client.namespaces().withName("kubectl-made").get()).isNotNull();
        kubectl.run("delete", "namespace", "kubectl-made", "--wait=false");
        kubectl.run("create", "service", "clusterip", "made", "--tcp=80:8080");
        assertThat(client.services().withName("made").get().getSpec().getPorts())
                .singleElement()
                .satisfies(port -> assertThat(port.getTargetPort().getIntVal()).isEqualTo(8080));
        kubectl.run("create", "configmap", "made", "--from-literal=key=value");
        assertThat(data("made")).isEqualTo(Map.of("key", "value"));
        kubectl.run("create", "serviceaccount", "made");
        assertThat(client.serviceAccounts().withName("made").get()).isNotNull();
        kubectl.run("create", "secret", "generic", "made", "--from-literal=key=hidden");
        assertThat(Base64.getDecoder()
                        .decode(client.secrets()
                                .withName("made")
                                .get()
                                .getData()
                                .get("key")))
                .asString()
                .isEqualTo("hidden");
    }

    private void dryRun() {
        for (var where : List.of("client", "server")) {
            assertThat(kubectl.run("create", "configmap", "dry", "--from-literal=a=1", "--dry-run=" + where))
                    .contains("dry run");
            assertThat(kubectl.fed(configMap("dry", "a: one"), "apply", "-f", "-", "--dry-run=" + where)
                            .succeeded())
                    .contains("dry run");
        }
        assertThat(configMap("dry")).isNull();
    }

    private void validate() {
        var wrong = configMap("validated", "a: one") + "dat: {}\n";
        assertThat(kubectl.fed(wrong, "create", "-f", "-").refused()).contains("unknown field \"dat\"");
        assertThat(configMap("validated")).isNull();
        var warned = kubectl.fed(wrong, "create", "--validate=warn", "-f", "-");
        assertThat(warned.succeeded()).contains("created");
        assertThat(warned.err()).contains("Warning: unknown field \"dat\"");
        var ignored = kubectl.fed(wrong, "apply", "--validate=ignore", "-f", "-");
        assertThat(ignored.succeeded()).contains("configured");
        assertThat(ignored.err()).doesNotContain("unknown field");
    }

    private Outcome accessRules() {
        var error = kubectl.fed("", "create", "clusterrole", "reader", "--verb=get", "--resource=pods")
                .refused();
        assertThat(error).contains("rbac.authorization.k8s.io is not served", "by role");
        return Outcome.refused("rights are fixed by role");
    }

    private void apply() {
        kubectl.fed(configMap("applied", "a: one, b: two"), "apply", "-f", "-").succeeded();
        kubectl.fed(configMap("applied", "a: three"), "apply", "-f", "-").succeeded();
        assertThat(data("applied")).isEqualTo(Map.of("a", "three"));
        assertThat(kubectl.fed(configMap("applied", "a: three"), "apply", "-f", "-")
                        .succeeded())
                .contains("unchanged");
        applyBlanks();
    }

    /** As Go programs write manifests: with the zero of what is left to the server. */
    private void applyBlanks() {
        var service = """
                apiVersion: v1
                kind: Service
                metadata: {name: blank, creationTimestamp: null}
                spec: {type: "", clusterIP: "", ports: [{port: 80, targetPort: 0, nodePort: 0}]}
                status: {loadBalancer: {}}
                """;
        kubectl.fed(service, "apply", "-f", "-").succeeded();
        var address = client.services().withName("blank").get().getSpec().getClusterIP();
        kubectl.fed(service, "apply", "-f", "-").succeeded();
        assertThat(client.services().withName("blank").get().getSpec().getClusterIP())
                .isNotEmpty()
                .isEqualTo(address);
    }

    private Outcome applyOnServer() {
        var result = kubectl.fed(configMap("from-server", "a: one"), "apply", "--server-side", "-f", "-");
        if (result.code() != 0) {
            assertThat(result.err()).contains("Server-side apply not available on the server");
            return Outcome.notYet("refused with 415, which names the kinds of patch that are accepted");
        }
        assertThat(configMap("from-server").getMetadata().getManagedFields()).isNotEmpty();
        return Outcome.WORKED;
    }

    private void prune() {
        var both = labelled("kept") + "---\n" + labelled("pruned");
        String[] apply = {"apply", "--prune", "-l", "set=pruning", "--prune-allowlist=core/v1/ConfigMap", "-f", "-"};
        kubectl.fed(both, apply).succeeded();
        kubectl.fed(labelled("kept"), apply).succeeded();
        assertThat(configMap("pruned")).isNull();
        assertThat(configMap("kept")).isNotNull();
    }

    private void diff() {
        kubectl.fed(configMap("differs", "a: before"), "apply", "-f", "-").succeeded();
        var result = kubectl.fed(configMap("differs", "a: after"), "diff", "-f", "-");
        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.out()).contains("-  a: before", "+  a: after");
        assertThat(data("differs")).isEqualTo(Map.of("a", "before"));
    }

    private void edit() {
        kubectl.run("create", "configmap", "edited", "--from-literal=key=before");
        kubectl.run(Map.of("KUBE_EDITOR", "sed -i s/before/after/"), "edit", "configmap", "edited");
        assertThat(data("edited")).isEqualTo(Map.of("key", "after"));
    }

    private void patch() {
        var strategic =
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"env\":[{\"name\":\"A\",\"value\":\"1\"}]}]}}}}";
        kubectl.run("patch", "rc", "numbers", "-p", strategic);
        assertThat(controller().getSpec().getTemplate().getSpec().getContainers())
                .singleElement()
                .satisfies(container -> {
                    assertThat(container.getImage()).isEqualTo("busybox:1.36");
                    assertThat(container.getEnv()).hasSize(1);
                });
        kubectl.run("create", "configmap", "patched", "--from-literal=a=1");
        kubectl.run("patch", "cm", "patched", "--type=merge", "-p", "{\"data\":{\"a\":null,\"b\":\"2\"}}");
        assertThat(data("patched")).isEqualTo(Map.of("b", "2"));
        kubectl.run(
                "patch",
                "cm",
                "patched",
                "--type=json",
                "-p",
                "[{\"op\":\"test\",\"path\":\"/data/b\",\"value\":\"2\"},{\"op\":\"move\",\"from\":\"/data/b\",\"path\":\"/data/c\"}]");
        assertThat(data("patched")).isEqualTo(Map.of("c", "2"));
    }

    private void replace() {
        kubectl.run("create", "configmap", "replaced", "--from-literal=a=1");
        kubectl.fed(configMap("replaced", "b: two"), "replace", "-f", "-").succeeded();
        assertThat(data("replaced")).isEqualTo(Map.of("b", "two"));
    }

    private void labels() {
        kubectl.run("create", "configmap", "marked");
        kubectl.run("label", "cm", "marked", "colour=red");
        assertThat(kubectl.fed("", "label", "cm", "marked", "colour=blue").refused())
                .contains("--overwrite");
        kubectl.run("label", "cm", "marked", "colour=blue", "--overwrite");
        kubectl.run("annotate", "cm", "marked", "note=a remark");
        assertThat(configMap("marked").getMetadata().getLabels()).isEqualTo(Map.of("colour", "blue"));
        assertThat(configMap("marked").getMetadata().getAnnotations()).isEqualTo(Map.of("note", "a remark"));
        kubectl.run("label", "cm", "marked", "colour-");
        assertThat(configMap("marked").getMetadata().getLabels()).isNullOrEmpty();
    }

    private void setImage() {
        kubectl.run("set", "image", "rc/numbers", "c=busybox:1.37");
        assertThat(controller().getSpec().getTemplate().getSpec().getContainers())
                .extracting(container -> container.getImage())
                .containsExactly("busybox:1.37");
        kubectl.run("set", "image", "rc/numbers", "c=busybox:1.36");
    }

    private void scale() {
        kubectl.run("scale", "rc", "numbers", "--replicas=1");
        assertThat(controller().getSpec().getReplicas()).isEqualTo(1);
        kubectl.fed("", "scale", "rc", "numbers", "--current-replicas=7", "--replicas=3")
                .refused();
        kubectl.run("scale", "rc", "numbers", "--replicas=0");
        assertThat(controller().getSpec().getReplicas()).isZero();
    }

    private void expose() {
        kubectl.run("expose", "pod", "web", "--port=80", "--target-port=8080", "--name=exposed");
        assertThat(client.services().withName("exposed").get().getSpec().getSelector())
                .isEqualTo(Map.of("app", "web"));
    }

    private void delete() {
        kubectl.fed(labelled("first") + "---\n" + labelled("second") + "---\n" + labelled("third"), "apply", "-f", "-")
                .succeeded();
        kubectl.fed(labelled("first"), "delete", "-f", "-").succeeded();
        assertThat(configMap("first")).isNull();
        kubectl.run("delete", "configmap", "second");
        assertThat(configMap("second")).isNull();
        assertThat(configMap("third")).isNotNull();
        kubectl.run("delete", "configmap", "-l", "set=pruning");
        assertThat(configMap("third")).isNull();
        assertThat(configMap("made")).isNotNull();
    }

    private void deletePods() {
        for (var name : List.of("leaving", "forced")) {
            client.resource(Pods.running(name, "Always", "exec sleep 3600").build())
                    .create();
        }
        Pods.awaitReady(client, "leaving", "forced");
        kubectl.run("delete", "pod", "leaving", "--wait=false", "--grace-period=60");
        assertThat(client.pods().withName("leaving").get().getMetadata().getDeletionGracePeriodSeconds())
                .isEqualTo(60);
        kubectl.run("delete", "pod", "leaving", "--grace-period=1");
        assertThat(client.pods().withName("leaving").get()).isNull();
        assertThat(kubectl.fed("", "delete", "pod", "forced", "--grace-period=0", "--force")
                        .err())
                .contains("Immediate deletion");
        assertThat(client.pods().withName("forced").get()).isNull();
    }

    private void cascade() {
        kubectl.run("scale", "rc", "numbers", "--replicas=1");
        kubectl.run("wait", "pod", "-l", "app=numbers", "--for=create", "--timeout=30s");
        kubectl.run("delete", "rc", "numbers", "--cascade=orphan");
        assertThat(controller()).isNull();
        assertThat(numbers())
                .singleElement()
                .satisfies(pod ->
                        assertThat(pod.getMetadata().getOwnerReferences()).isEmpty());

        kubectl.fed(CONTROLLER, "create", "-f", "-").succeeded();
        kubectl.run("scale", "rc", "numbers", "--replicas=1");
        await("the pod that was left behind is adopted")
                .until(() -> numbers().size() == 1
                        && !numbers().get(0).getMetadata().getOwnerReferences().isEmpty());
        kubectl.run("delete", "rc", "numbers", "--cascade=foreground", "--timeout=60s");
        assertThat(controller()).isNull();
        assertThat(numbers()).isEmpty();

        kubectl.fed(CONTROLLER, "create", "-f", "-").succeeded();
        kubectl.run("scale", "rc", "numbers", "--replicas=1");
        kubectl.run("wait", "pod", "-l", "app=numbers", "--for=create", "--timeout=30s");
        kubectl.run("delete", "rc", "numbers");
        kubectl.run("wait", "pod", "-l", "app=numbers", "--for=delete", "--timeout=60s");
        assertThat(numbers()).isEmpty();
        for (var cascade : new String[] {"foreground", "orphan", "background"}) {
            kubectl.run("create", "namespace", "cascade-" + cascade);
            kubectl.run("create", "serviceaccount", "cascade-" + cascade);
            for (var kind : new String[] {"namespace", "serviceaccount"}) {
                kubectl.run("delete", kind, "cascade-" + cascade, "--cascade=" + cascade, "--timeout=60s");
            }
        }
    }

    private List<Pod> numbers() {
        return client.pods().withLabel("app", "numbers").list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    private ReplicationController controller() {
        return client.replicationControllers().withName("numbers").get();
    }

    private ConfigMap configMap(String name) {
        return client.configMaps().withName(name).get();
    }

    private Map<String, String> data(String name) {
        return configMap(name).getData();
    }

    private static String configMap(String name, String data) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {" + data + "}\n";
    }

    private static String labelled(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + ", labels: {set: pruning}}\n";
    }
}
