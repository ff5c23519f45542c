package dev.podproof.reference.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.HostNetwork;
import dev.podproof.reference.network.NetworkOptions;
import dev.podproof.reference.network.PodAttachment;
import dev.podproof.reference.network.hostgw.HostGateway;
import dev.podproof.reference.proxy.ServiceProxy;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.view.ApiView;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Objects with hardly anything in them, or with nonsense, in the store beside good ones: every loop of the master and of a host does for the
 * good ones what it is there for.
 */
class SparseObjectsTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final Map<String, List<String>> SPARSE = Map.of(
            "nodes",
            List.of(
                    "",
                    ",'spec':{},'status':{}",
                    ",'spec':{'taints':[{}]},'status':{'conditions':[{}],'addresses':[{}],'images':[{}]}",
                    ",'spec':{'podCIDR':'junk'},'status':{'conditions':[{'type':'Ready'}],'addresses':[{'type':'InternalIP','address':'192.0.2.9\\n}'}]}",
                    ",'spec':{'podCIDR':'0.0.0.0/0'},'status':{'allocatable':{'cpu':'x','memory':'1e1e1','pods':'-9'},'addresses':[{'type':'InternalIP','address':'192.0.2.77'}]}",
                    ",'status':{'conditions':[{'type':'Ready','status':'True','lastTransitionTime':'yesterday'}],'daemonEndpoints':{}}"),
            "pods",
            List.of(
                    ",'spec':{}",
                    ",'spec':{'containers':[{}]},'status':{}",
                    ",'spec':{'containers':[{'resources':{}}],'nodeName':'host-1','schedulerName':'other'},'status':{'phase':'Running','podIP':'10.244.0.9 }','conditions':[{'type':'Ready','status':'True','lastTransitionTime':'x'}]}",
                    ",'spec':{'nodeName':'nowhere'},'status':{'conditions':[{}],'podIP':''}"),
            "services",
            List.of(
                    "",
                    ",'spec':{}",
                    ",'spec':{'type':'ExternalName'}",
                    ",'spec':{'clusterIP':'None'}",
                    ",'spec':{'clusterIP':'10.96.9.9; flush ruleset','ports':[{}],'selector':{'app':'web'}}",
                    ",'spec':{'clusterIP':'10.96.9.8','ports':[{'port':80,'nodePort':-1},{'port':-1}],'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':-3}}}"),
            "endpoints",
            List.of(
                    "",
                    ",'subsets':[{}]",
                    ",'subsets':[{'addresses':[{}],'ports':[{}]}]",
                    ",'subsets':[{'addresses':[{'ip':'10.244.0.1 }'}],'ports':[{'port':-1}]}]"),
            "replicationcontrollers",
            List.of(",'spec':{'replicas':0,'selector':{'a':'b'},'template':{'spec':{}}}"),
            "events",
            List.of("", ",'lastTimestamp':'yesterday','involvedObject':{}"),
            "leases.coordination.k8s.io",
            List.of("", ",'spec':{}"),
            "namespaces",
            List.of(",'status':{}"));

    private static final Map<String, String> KINDS = Map.of(
            "nodes", "Node",
            "pods", "Pod",
            "services", "Service",
            "endpoints", "Endpoints",
            "replicationcontrollers", "ReplicationController",
            "events", "Event",
            "leases.coordination.k8s.io", "Lease",
            "namespaces", "Namespace");

    @TempDir
    Path data;

    @Test
    void what_has_nothing_in_it_stops_no_loop_for_the_others() {
        try (SimulatedCluster cluster = new SimulatedCluster(data, 3)) {
            fill(cluster.api);
            declare(cluster.client);
            cluster.advanceUntil("both pods are endpoints of their service", LONG, () -> addresses(cluster) == 2);
            String lost = pods(cluster).get(0).getSpec().getNodeName();

            cluster.stop(lost);
            cluster.advanceUntil("the lost host is found", LONG, () -> cluster.readyHosts() == 2);
            cluster.advanceUntil("its pod is no endpoint", LONG, () -> addresses(cluster) < 2);

            cluster.client.namespaces().withName("sparse-0").delete();
            cluster.advanceUntil(
                    "a namespace goes",
                    LONG,
                    () -> cluster.client.namespaces().withName("sparse-0").get() == null);
        }
    }

    @Test
    void hosts_serve_and_reach_the_others() {
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
        List<String> told = new CopyOnWriteArrayList<>();
        Commands commands = (command, input) -> {
            told.add(String.join(" ", command) + "\n" + input);
            return "";
        };
        try (InProcessApi api = InProcessApi.start();
                ClusterView view = new ApiView(api.admin())) {
            fill(api);
            api.keep("nodes", NODE.formatted("good", "10.244.7.0/24", "192.0.2.7"));
            api.keep("nodes", NODE.formatted("self", "10.244.1.0/24", "192.0.2.1"));
            declare(api.admin());
            api.keep(
                    "endpoints",
                    "{'kind':'Endpoints','apiVersion':'v1','metadata':{'name':'web','namespace':'default'},'subsets':[{'addresses':[{'ip':'10.244.7.9'}],'ports':[{'port':8080}]}]}");

            new HostNetwork(
                            view,
                            commands,
                            new NetworkOptions(
                                    Optional.of("self"),
                                    Ipv4Range.parse("10.244.0.0/16"),
                                    Ipv4Range.parse("10.96.0.0/16")),
                            new HostGateway(commands, 1500),
                            threads,
                            PodAttachment.NONE)
                    .start();
            new ServiceProxy(view, commands, threads, Ipv4Range.parse("10.96.0.0/16"), "no-such-bridge").start();

            Awaitility.await()
                    .untilAsserted(() -> assertThat(told)
                            .anyMatch(text -> text.contains("route replace 10.244.7.0/24 via 192.0.2.7"))
                            .anyMatch(text -> text.contains("10.244.7.9 . 8080"))
                            .anyMatch(text -> text.contains("masquerade") && text.contains("192.0.2.77")));
            assertThat(told).noneMatch(text -> text.contains("flush ruleset") || text.contains("0.0.0.0/0"));
        } finally {
            threads.shutdownNow();
        }
    }

    private static final String NODE =
            "{'kind':'Node','apiVersion':'v1','metadata':{'name':'%s'},'spec':{'podCIDR':'%s'},'status':{'addresses':[{'type':'InternalIP','address':'%s'}]}}";

    private static void fill(InProcessApi api) {
        SPARSE.forEach((kind, objects) -> {
            String version = kind.startsWith("leases") ? "coordination.k8s.io/v1" : "v1";
            for (int i = 0; i < objects.size(); i++) {
                String place = List.of("nodes", "namespaces").contains(kind) ? "" : ",'namespace':'default'";
                api.keep(
                        kind,
                        "{'kind':'%s','apiVersion':'%s','metadata':{'name':'sparse-%d','uid':'%s-%d'%s}%s}"
                                .formatted(KINDS.get(kind), version, i, kind, i, place, objects.get(i)));
            }
        });
    }

    private static void declare(KubernetesClient client) {
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .addToSelector("app", "good")
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        client.resource(new ReplicationControllerBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(2)
                        .addToSelector("app", "good")
                        .withNewTemplate()
                        .withNewMetadata()
                        .addToLabels("app", "good")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage("busybox:1.36")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
    }

    private static List<Pod> pods(SimulatedCluster cluster) {
        return cluster.client
                .pods()
                .inNamespace("default")
                .withLabel("app", "good")
                .list()
                .getItems();
    }

    private static long addresses(SimulatedCluster cluster) {
        Endpoints found = cluster.client
                .endpoints()
                .inNamespace("default")
                .withName("web")
                .get();
        return found == null
                ? 0
                : found.getSubsets().stream()
                        .map(EndpointSubset::getAddresses)
                        .mapToLong(List::size)
                        .sum();
    }
}
