package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.testing.InProcessApi;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The fabric8 client, which every component of ours uses, against a real server. */
class ClientsTest {

    private static InProcessApi api;
    private static KubernetesClient admin;

    @BeforeAll
    static void start() {
        api = InProcessApi.start();
        admin = api.admin();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aNewPodIsPendingAndHasItsDefaults() {
        var pod = create("new-pod");

        assertThat(pod.getMetadata().getUid()).isNotEmpty();
        assertThat(pod.getMetadata().getCreationTimestamp()).isNotEmpty();
        assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");
        assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Always");
        assertThat(admin.pods().inNamespace("default").withName("new-pod").get())
                .isEqualTo(pod);
    }

    @Test
    void theServiceKubernetesHasTheFirstAddress() {
        var service =
                admin.services().inNamespace("default").withName("kubernetes").get();
        var endpoints =
                admin.endpoints().inNamespace("default").withName("kubernetes").get();

        assertThat(service.getSpec().getClusterIP()).isEqualTo("10.96.0.1");
        assertThat(endpoints.getSubsets().get(0).getPorts().get(0).getPort())
                .isEqualTo(api.endpoint().getPort());
    }

    @Test
    void anInformerSeesWhatIsThereAndWhatChanges() {
        create("seen-before");
        var events = new ConcurrentLinkedQueue<String>();
        try (var informer = admin.pods().inNamespace("default").inform(recorder(events))) {
            assertThat(informer.hasSynced()).isTrue();
            create("seen-after");
            await().until(() -> events.contains("+seen-before") && events.contains("+seen-after"));
            admin.pods().inNamespace("default").withName("seen-after").delete();
            await().until(() -> events.contains("-seen-after"));
        }
    }

    @Test
    void bindingAssignsAPodOnce() {
        create("bound");
        bind("bound", "host-1");

        var pod = admin.pods().inNamespace("default").withName("bound").get();
        assertThat(pod.getSpec().getNodeName()).isEqualTo("host-1");
        assertThat(pod.getStatus().getConditions())
                .anySatisfy(condition ->
                        assertThat(condition.getType() + condition.getStatus()).isEqualTo("PodScheduledTrue"));
        assertThatThrownBy(() -> bind("bound", "host-2"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("already assigned");
    }

    @Test
    void aPodOnANodeGoesWhenTheNodeSaysSo() {
        var uid = create("graceful").getMetadata().getUid();
        bind("graceful", "host-1");
        var pod = admin.pods().inNamespace("default").withName("graceful");
        pod.delete();
        assertThat(pod.get().getMetadata().getDeletionTimestamp()).isNotEmpty();
        assertThat(pod.get().getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(30);

        var node = api.node("host-1");
        node.pods()
                .inNamespace("default")
                .withName("graceful")
                .withGracePeriod(0)
                .delete();

        assertThat(pod.get()).isNull();
        assertThat(uid).isNotEmpty();
    }

    @Test
    void aNodeMayTouchOnlyWhatIsItsOwn() {
        create("of-host-2");
        bind("of-host-2", "host-2");
        var node = api.node("host-1");
        node.nodes().resource(node("host-1")).create();

        assertForbidden(() -> node.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", "host-2")
                .list());
        assertForbidden(() -> node.pods().inAnyNamespace().list());
        assertForbidden(
                () -> node.pods().inNamespace("default").withName("of-host-2").get());
        assertThat(node.pods()
                        .inAnyNamespace()
                        .withField("spec.nodeName", "host-1")
                        .list()
                        .getItems())
                .allSatisfy(pod -> assertThat(pod.getSpec().getNodeName()).isEqualTo("host-1"));
        assertForbidden(() -> node.nodes().resource(node("host-2")).create());
        assertForbidden(
                () -> node.pods().inNamespace("default").withName("of-host-2").delete());
        assertForbidden(() -> node.pods()
                .inNamespace("default")
                .withName("of-host-2")
                .editStatus(pod -> new PodBuilder(pod)
                        .editStatus()
                        .withPhase("Running")
                        .endStatus()
                        .build()));
        assertForbidden(() -> node.pods().resource(pod("new-by-node")).create());
    }

    @Test
    void aNodeReadsTheSecretsThatItsPodsReferTo() {
        for (var name : new String[] {"referred", "by-variable", "unrelated"}) {
            admin.secrets()
                    .resource(new SecretBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withNamespace("default")
                            .endMetadata()
                            .build())
                    .create();
        }
        admin.pods()
                .resource(new PodBuilder(pod("with-secrets"))
                        .editSpec()
                        .withNodeName("host-3")
                        .addNewVolume()
                        .withName("v")
                        .withNewSecret()
                        .withSecretName("referred")
                        .endSecret()
                        .endVolume()
                        .editContainer(0)
                        .addNewEnvFrom()
                        .withNewSecretRef("by-variable", true)
                        .endEnvFrom()
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        var ofNode = api.node("host-3").secrets().inNamespace("default");
        var ofAnother = api.node("host-4").secrets().inNamespace("default");

        assertThat(ofNode.withName("referred").get()).isNotNull();
        assertThat(ofNode.withName("by-variable").get()).isNotNull();
        assertForbidden(() -> ofNode.withName("unrelated").get());
        assertForbidden(() -> ofAnother.withName("referred").get());
        assertForbidden(ofNode::list);
    }

    @Test
    void aNodeReportsTheStatusOfItsPods() {
        admin.nodes()
                .resource(new NodeBuilder(node("host-7"))
                        .withNewSpec()
                        .withPodCIDR("10.244.7.0/24")
                        .endSpec()
                        .build())
                .create();
        create("reported");
        bind("reported", "host-7");

        api.node("host-7")
                .pods()
                .inNamespace("default")
                .withName("reported")
                .editStatus(pod -> new PodBuilder(pod)
                        .editStatus()
                        .withPhase("Running")
                        .withPodIP("10.244.7.2")
                        .endStatus()
                        .build());

        var pod = admin.pods().inNamespace("default").withName("reported").get();
        assertThat(pod.getStatus().getPodIP()).isEqualTo("10.244.7.2");
        assertThat(pod.getSpec().getNodeName()).isEqualTo("host-7");
    }

    @Test
    void servicesGetAddressesThatNobodyElseHas() {
        var wanted = service("wanted", "10.96.7.7");
        assertThat(wanted.getSpec().getClusterIP()).isEqualTo("10.96.7.7");
        assertThat(service("free", null).getSpec().getClusterIP()).startsWith("10.96.");
        assertThat(service("headless", "None").getSpec().getClusterIP()).isEqualTo("None");
        assertThatThrownBy(() -> service("taken", "10.96.7.7")).hasMessageContaining("already allocated");
        assertThatThrownBy(() -> service("outside", "10.1.1.1")).hasMessageContaining("10.96.0.0/16");

        admin.services().inNamespace("default").withName("wanted").delete();
        assertThat(service("again", "10.96.7.7").getSpec().getClusterIP()).isEqualTo("10.96.7.7");
    }

    @Test
    void editsPatchAndConflictsAreTold() {
        var stale = create("edited");
        admin.pods()
                .inNamespace("default")
                .withName("edited")
                .edit(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .addToLabels("a", "b")
                        .endMetadata()
                        .build());

        assertThat(admin.pods()
                        .inNamespace("default")
                        .withLabel("a", "b")
                        .list()
                        .getItems())
                .hasSize(1);
        assertThatThrownBy(() -> admin.pods()
                        .resource(new PodBuilder(stale)
                                .editMetadata()
                                .addToLabels("c", "d")
                                .endMetadata()
                                .build())
                        .lockResourceVersion()
                        .update())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getStatus().getReason()).isEqualTo("Conflict"));
    }

    private static Pod create(String name) {
        return admin.pods().resource(pod(name)).create();
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("busybox:1.36")
                .endContainer()
                .endSpec()
                .build();
    }

    private static io.fabric8.kubernetes.api.model.Node node(String name) {
        return new NodeBuilder().withNewMetadata().withName(name).endMetadata().build();
    }

    private static io.fabric8.kubernetes.api.model.Service service(String name, String address) {
        return admin.services()
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withClusterIP(address)
                        .withSelector(Map.of("app", name))
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
    }

    private static void bind(String pod, String node) {
        admin.bindings()
                .inNamespace("default")
                .resource(new BindingBuilder()
                        .withNewMetadata()
                        .withName(pod)
                        .withNamespace("default")
                        .endMetadata()
                        .withNewTarget()
                        .withKind("Node")
                        .withName(node)
                        .endTarget()
                        .build())
                .create();
    }

    private static void assertForbidden(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(403));
    }

    private static ResourceEventHandler<Pod> recorder(ConcurrentLinkedQueue<String> events) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                events.add("+" + pod.getMetadata().getName());
            }

            @Override
            public void onUpdate(Pod before, Pod after) {
                events.add("~" + after.getMetadata().getName());
            }

            @Override
            public void onDelete(Pod pod, boolean unknown) {
                events.add("-" + pod.getMetadata().getName());
            }
        };
    }
}
