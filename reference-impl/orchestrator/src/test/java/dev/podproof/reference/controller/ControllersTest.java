package dev.podproof.reference.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.controller.endpoints.EndpointSliceMirror;
import dev.podproof.reference.controller.endpoints.EndpointsController;
import dev.podproof.reference.controller.namespace.NamespaceController;
import dev.podproof.reference.controller.subnets.Reservations;
import dev.podproof.reference.controller.subnets.SubnetController;
import dev.podproof.reference.testing.Components;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The controllers' loops against a real API server. */
class ControllersTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static Components cluster;

    @BeforeAll
    static void start() {
        cluster = new Components();
        cluster.part(new NamespaceController(cluster.client, cluster.view, cluster.threads(), "PEM"))
                .start();
        cluster.part(new SubnetController(
                        cluster.client,
                        cluster.view,
                        cluster.events,
                        Clock.systemUTC(),
                        cluster.threads(),
                        ClusterRanges.of("10.244.0.0/23", 24, ClusterRanges.SERVICES),
                        SubnetController.Chooser.MASTER,
                        Reservations.NONE))
                .start();
        cluster.part(new EndpointsController(cluster.client, cluster.view, cluster.threads()))
                .start();
        cluster.part(new EndpointSliceMirror(cluster.client, cluster.view, cluster.threads()))
                .start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void givesEachNodeASubnetAndSaysSoWhenThereIsNoneLeft() {
        List.of("one", "two").forEach(cluster::node);
        await().atMost(LIMIT).until(() -> subnet("one") != null && subnet("two") != null);
        assertThat(List.of(subnet("one"), subnet("two"))).containsExactlyInAnyOrder("10.244.0.0/24", "10.244.1.0/24");

        cluster.node("three");
        await().atMost(LIMIT)
                .until(() -> cluster.client.v1().events().inAnyNamespace().list().getItems().stream()
                        .anyMatch(event -> event.getReason().equals("CIDRNotAvailable")
                                && event.getInvolvedObject().getName().equals("three")));
        assertThat(subnet("three")).isNull();
        await().atMost(LIMIT).until(() -> networkUnavailable("three").equals("True"));
        assertThat(condition("three").getMessage())
                .contains("10.244.0.0/23", "--pod-range", "2 subnets of /24", "--subnet-prefix");

        String freed = subnet("one");
        cluster.client.nodes().withName("one").delete();
        await().atMost(LIMIT).until(() -> freed.equals(subnet("three")));
        await().atMost(LIMIT).until(() -> networkUnavailable("three").equals("False"));
        assertThat(condition("two")).isNull();
    }

    private static String networkUnavailable(String node) {
        return condition(node) == null ? "" : condition(node).getStatus();
    }

    private static NodeCondition condition(String node) {
        return cluster.client.nodes().withName(node).get().getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("NetworkUnavailable"))
                .findFirst()
                .orElse(null);
    }

    @Test
    void keepsEndpointsEqualToWhatPodsOffer() {
        cluster.namespace("serving");
        cluster.client
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace("serving")
                        .withName("web")
                        .endMetadata()
                        .withNewSpec()
                        .addToSelector("app", "web")
                        .addNewPort()
                        .withPort(80)
                        .withTargetPort(new IntOrString(8080))
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        await().atMost(LIMIT).until(() -> endpoints("web") != null);
        Pod pod = cluster.pod("serving", "web-1");

        cluster.running(pod, "10.244.0.2", false);
        await().atMost(LIMIT).until(() -> addresses("web", false).equals(List.of("10.244.0.2")));
        assertThat(addresses("web", true)).isEmpty();

        cluster.running(pod, "10.244.0.2", true);
        await().atMost(LIMIT).until(() -> addresses("web", true).equals(List.of("10.244.0.2")));
        assertThat(addresses("web", false)).isEmpty();
        await().atMost(LIMIT).until(() -> sliced("serving").equals(List.of("10.244.0.2 true")));

        cluster.client.endpoints().inNamespace("serving").withName("web").delete();
        await().atMost(LIMIT)
                .until(() -> endpoints("web") != null && addresses("web", true).equals(List.of("10.244.0.2")));

        cluster.client.services().inNamespace("serving").withName("web").delete();
        await().atMost(LIMIT).until(() -> endpoints("web") == null);
        await().atMost(LIMIT).until(() -> sliced("serving").isEmpty());
    }

    @Test
    void leavesEndpointsThatWereWrittenByHand() {
        cluster.namespace("manual");
        cluster.client
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace("manual")
                        .withName("web")
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        Endpoints written = cluster.client
                .resource(new EndpointsBuilder()
                        .withNewMetadata()
                        .withNamespace("manual")
                        .withName("web")
                        .endMetadata()
                        .addNewSubset()
                        .addNewAddress()
                        .withIp("192.0.2.7")
                        .endAddress()
                        .endSubset()
                        .build())
                .create();

        await().during(Duration.ofSeconds(1))
                .atMost(LIMIT)
                .until(() -> cluster.client
                        .endpoints()
                        .inNamespace("manual")
                        .withName("web")
                        .get()
                        .getMetadata()
                        .getResourceVersion()
                        .equals(written.getMetadata().getResourceVersion()));
    }

    @Test
    void furnishesANamespaceAndEmptiesItBeforeItIsGone() {
        cluster.namespace("brief");
        await().atMost(LIMIT)
                .until(() -> cluster.client
                                .serviceAccounts()
                                .inNamespace("brief")
                                .withName("default")
                                .get()
                        != null);
        await().atMost(LIMIT)
                .until(() -> cluster.client
                                .configMaps()
                                .inNamespace("brief")
                                .withName("kube-root-ca.crt")
                                .get()
                        != null);
        cluster.client
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("brief")
                        .withName("content")
                        .endMetadata()
                        .build())
                .create();
        cluster.pod("brief", "web-1");

        cluster.client.namespaces().withName("brief").delete();

        await().atMost(LIMIT)
                .until(() -> cluster.client.namespaces().withName("brief").get() == null);
        assertThat(cluster.client.configMaps().inNamespace("brief").list().getItems())
                .isEmpty();
        assertThat(cluster.client.pods().inNamespace("brief").list().getItems()).isEmpty();
    }

    private static String subnet(String node) {
        NodeSpec spec = cluster.client.nodes().withName(node).get().getSpec();
        return spec == null ? null : spec.getPodCIDR();
    }

    /** What the EndpointSlices of a namespace say: addresses, and whether they are ready. */
    private static List<String> sliced(String namespace) {
        return cluster.client.discovery().v1().endpointSlices().inNamespace(namespace).list().getItems().stream()
                .flatMap(slice -> slice.getEndpoints().stream())
                .map(endpoint -> endpoint.getAddresses().get(0) + " "
                        + endpoint.getConditions().getReady())
                .toList();
    }

    private static Endpoints endpoints(String name) {
        return cluster.client.endpoints().inNamespace("serving").withName(name).get();
    }

    private static List<String> addresses(String name, boolean ready) {
        return endpoints(name).getSubsets().stream()
                .flatMap(subset -> (ready ? subset.getAddresses() : subset.getNotReadyAddresses()).stream())
                .map(EndpointAddress::getIp)
                .toList();
    }
}
