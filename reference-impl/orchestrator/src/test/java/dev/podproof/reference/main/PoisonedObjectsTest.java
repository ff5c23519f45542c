package dev.podproof.reference.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.testing.InProcessApi;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * A cluster in whose store stand objects, of each kind that a loop looks at, that no API server would have let in: they came before the
 * loops began, and again while they run. Each loop goes on with what is as it should be; one method for each of them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PoisonedObjectsTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** By key; %s makes them others the second time. */
    private static final Map<String, String> POISON = Map.ofEntries(
            Map.entry(
                    "/pods/default/bad-%s",
                    "{'kind':'Pod','apiVersion':'v1','metadata':{'name':'bad-%s','namespace':'default','uid':'bad-pod-%s'}}"),
            Map.entry(
                    "/pods/default/bad-content-%s",
                    "{'kind':'Pod','apiVersion':'v1','metadata':{'name':'bad-content-%s','namespace':'default','uid':'bad-content-%s',"
                            + "'creationTimestamp':'long ago','labels':{'app':'web'},'ownerReferences':[{'controller':true}]},"
                            + "'spec':{'nodeName':'host-1','containers':[{'ports':[{}],'resources':{'requests':{'cpu':'1e999999999'}}}],"
                            + "'tolerations':[{}]},'status':{'phase':'Succeeded','podIP':'nowhere','conditions':[{}]}}"),
            Map.entry(
                    "/pods/default/bad-waiting-%s",
                    "{'kind':'Pod','apiVersion':'v1','metadata':{'name':'bad-waiting-%s','namespace':'default','uid':'bad-waiting-%s'},"
                            + "'spec':{'containers':[{'resources':{'requests':{'cpu':'much'}}}],'affinity':{'nodeAffinity':"
                            + "{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[{'matchExpressions':[{}]}]}}}}}"),
            Map.entry(
                    "/nodes/bad-%s",
                    "{'kind':'Node','apiVersion':'v1','metadata':{'name':'bad-%s','uid':'bad-node-%s'}}"),
            Map.entry(
                    "/nodes/bad-content-%s",
                    "{'kind':'Node','apiVersion':'v1','metadata':{'name':'bad-content-%s','uid':'bad-node-content-%s'},"
                            + "'spec':{'podCIDR':'nonsense','taints':[{}]},'status':{'conditions':[{'type':'Ready','status':'True'},{}],"
                            + "'addresses':[{'type':'InternalIP'}],'allocatable':{'cpu':'many','pods':'1e-999999999'}}}"),
            Map.entry(
                    "/leases.coordination.k8s.io/kube-node-lease/bad-content-%s",
                    "{'kind':'Lease','apiVersion':'coordination.k8s.io/v1','metadata':{'name':'bad-content-%s',"
                            + "'namespace':'kube-node-lease','uid':'bad-lease-%s'},'spec':{'renewTime':'yesterday'}}"),
            Map.entry(
                    "/services/default/bad-%s",
                    "{'kind':'Service','apiVersion':'v1','metadata':{'name':'bad-%s','namespace':'default','uid':'bad-service-%s'}}"),
            Map.entry(
                    "/services/default/bad-content-%s",
                    "{'kind':'Service','apiVersion':'v1','metadata':{'name':'bad-content-%s','namespace':'default','uid':'bad-service-content-%s'},"
                            + "'spec':{'clusterIP':'10.96.7.7','selector':{'app':'web'},'ports':[{}]}}"),
            Map.entry(
                    "/endpoints/default/bad-content-%s",
                    "{'kind':'Endpoints','apiVersion':'v1','metadata':{'name':'bad-content-%s','namespace':'default','uid':'bad-endpoints-%s'},"
                            + "'subsets':[{'addresses':[{}],'ports':[{}]}]}"),
            Map.entry(
                    "/endpointslices.discovery.k8s.io/default/bad-%s",
                    "{'kind':'EndpointSlice','apiVersion':'discovery.k8s.io/v1','metadata':{'name':'bad-%s','namespace':'default',"
                            + "'uid':'bad-slice-%s','labels':{'endpointslice.kubernetes.io/managed-by':'podproof'}}}"),
            Map.entry(
                    "/replicationcontrollers/default/bad-%s",
                    "{'kind':'ReplicationController','apiVersion':'v1','metadata':{'name':'bad-%s','namespace':'default','uid':'bad-rc-%s'}}"),
            Map.entry(
                    "/namespaces/bad-%s",
                    "{'kind':'Namespace','apiVersion':'v1','metadata':{'name':'bad-%s','uid':'bad-namespace-%s'}}"),
            Map.entry(
                    "/events/default/bad-%s",
                    "{'kind':'Event','apiVersion':'v1','metadata':{'name':'bad-%s','namespace':'default','uid':'bad-event-%s'},'lastTimestamp':'once'}"));

    @TempDir
    private static Path data;

    private static SimulatedCluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        cluster = new SimulatedCluster(data, 2, api -> poison(api, "before"));
        client = cluster.client;
        poison(cluster.api(), "meanwhile");
    }

    private static void poison(InProcessApi api, String when) {
        // In the order of their keys, endpoints come before the service for which a controller would make them.
        new TreeMap<>(POISON).forEach((key, object) -> api.smuggle(key.formatted(when), object.formatted(when, when)));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void theSubnetControllerGivesHostsTheirSubnets() {
        for (String host : List.of("host-1", "host-2")) {
            assertThat(client.nodes().withName(host).get().getSpec().getPodCIDR())
                    .isNotEmpty();
        }
    }

    @Test
    @Order(2)
    void theReplicationManagerTheSchedulerAndTheAgentsMakePodsRun() {
        client.resource(new ReplicationControllerBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(4)
                        .withSelector(Map.of("app", "web", "good", "yes"))
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(Map.of("app", "web", "good", "yes"))
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("web")
                        .withImage("web")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        cluster.advanceUntil("four pods run", LIMIT, () -> ready() == 4);
    }

    @Test
    @Order(3)
    void theEndpointsControllerAndItsMirrorFindThem() {
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(Map.of("app", "web"))
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        cluster.advanceUntil("four addresses", LIMIT, () -> {
            var endpoints =
                    client.endpoints().inNamespace("default").withName("web").get();
            return endpoints != null
                    && endpoints.getSubsets().stream()
                                    .mapToInt(subset -> subset.getAddresses().size())
                                    .sum()
                            >= 4;
        });
        cluster.advanceUntil(
                "a slice",
                LIMIT,
                () -> client.discovery().v1().endpointSlices().inNamespace("default").list().getItems().stream()
                        .anyMatch(slice -> slice.getEndpoints().size() >= 4));
    }

    @Test
    @Order(4)
    void theDnsServerKnowsTheService() throws IOException {
        var resolver = new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), cluster.dnsPort));
        var name = Name.fromConstantString("web.default.svc.cluster.local.");
        Message answer = resolver.send(Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)));
        assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
    }

    @Test
    @Order(5)
    void theNamespaceControllerFurnishesAndEmptiesNamespaces() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("new")
                        .endMetadata()
                        .build())
                .create();
        cluster.advanceUntil(
                "a service account",
                LIMIT,
                () -> client.serviceAccounts()
                                .inNamespace("new")
                                .withName("default")
                                .get()
                        != null);
        client.namespaces().withName("new").delete();
        cluster.advanceUntil(
                "it is gone", LIMIT, () -> client.namespaces().withName("new").get() == null);
    }

    @Test
    @Order(6)
    void theNodeLifecycleControllerFindsALostHostAndMovesItsPods() {
        cluster.stop("host-2");
        cluster.advanceUntil("it is silent", LIMIT, () -> !Readiness.isNodeReady(node("host-2")));
        cluster.advanceUntil(
                "a node without a status is told so",
                LIMIT,
                () -> node("bad-meanwhile").getSpec().getTaints().stream()
                        .anyMatch(taint -> "node.kubernetes.io/unreachable".equals(taint.getKey())));
        // More than half of the nodes are silent, with those that never spoke: then nobody is moved. They go.
        for (String when : List.of("before", "meanwhile")) {
            client.nodes().withName("bad-" + when).delete();
            client.nodes().withName("bad-content-" + when).delete();
        }
        cluster.start("host-3");
        cluster.advanceUntil(
                "all run elsewhere",
                Duration.ofMinutes(15),
                () -> ready() == 4
                        && living().noneMatch(
                                        pod -> "host-2".equals(pod.getSpec().getNodeName())));
    }

    @Test
    @Order(7)
    void theSweepersRemoveWhatIsOver() {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("lost")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("nowhere")
                        .addNewContainer()
                        .withName("c")
                        .withImage("i")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        client.resource(new EventBuilder()
                        .withNewMetadata()
                        .withName("old")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withNamespace("default")
                        .endInvolvedObject()
                        .withLastTimestamp("2001-01-01T00:00:00Z")
                        .build())
                .create();
        cluster.advanceUntil(
                "the pod is gone",
                LIMIT,
                () -> client.pods().inNamespace("default").withName("lost").get() == null);
        cluster.advanceUntil(
                "the event is gone",
                Duration.ofMinutes(10),
                () -> client.v1()
                                .events()
                                .inNamespace("default")
                                .withName("old")
                                .get()
                        == null);
    }

    private static Node node(String name) {
        return client.nodes().withName(name).get();
    }

    private static Stream<Pod> living() {
        return client.pods().inNamespace("default").withLabel("good", "yes").list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null);
    }

    private static long ready() {
        return living().filter(Readiness::isPodReady).count();
    }
}
