package dev.podproof.conformance.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.podproof.conformance.PretendedApi;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.subject.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host of the control plane is known by any one sign, and a host of another kind by none. */
class IndispensableTest {
    private static final Host HOST = new Host("host-1", java.util.List.of("192.0.2.1"));
    private static final String READY = "status: {conditions: [{type: Ready, status: 'True'}]}";
    private static final String NODES = "/api/v1/nodes";
    private static final String NODE = NODES + "/host-1";
    private static final String ENDPOINTS = "/api/v1/namespaces/default/endpoints/kubernetes";
    private static final String PODS = "/api/v1/pods";

    /** What the API says, by path, in YAML; 404 to all else, and 403 where it stands as null. */
    private final Map<String, String> answers = new LinkedHashMap<>(
            Map.of(
                    NODES,
                    "items: [{metadata: {name: host-1}, %s}, {metadata: {name: host-2}, %s}]".formatted(READY, READY),
                    NODE,
                    "{metadata: {name: host-1}, status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}}",
                    ENDPOINTS,
                    "subsets: [{addresses: [{ip: 192.0.2.9}]}]",
                    PODS,
                    "items: [{metadata: {name: kube-proxy-1, namespace: kube-system, annotations: {kubernetes.io/config.mirror: a}}, spec: {containers: [{name: kube-proxy}]}}]"));

    @Test
    void aHostWithNoSignOfAControlPlaneMayBeTaken() {
        assertThat(why()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata: {labels: {node-role.kubernetes.io/control-plane: ''}}",
                "metadata: {labels: {node-role.kubernetes.io/master: 'true'}}",
                "metadata: {labels: {kubernetes.io/role: master}}",
                "spec: {taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]}",
                "spec: {taints: [{key: node-role.kubernetes.io/master, effect: PreferNoSchedule}]}"
            })
    void labelsAndTaintsTell(String node) {
        answers.put(NODE, node);

        assertThat(why())
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("host host-1 runs the control plane (")
                        .containsPattern("label|taint"));
    }

    @Test
    void otherLabelsAndTaintsDoNot() {
        answers.put(
                NODE,
                "{metadata: {labels: {node-role.kubernetes.io/worker: '', kubernetes.io/role: node}}, spec: {taints: [{key: gpu, effect: NoSchedule}]}}");

        assertThat(why()).isEmpty();
    }

    @Test
    void theAddressOfTheApiServerTells() {
        answers.put(ENDPOINTS, "subsets: [{addresses: [{ip: 192.0.2.9}, {ip: 192.0.2.1}]}]");

        assertThat(why())
                .hasValueSatisfying(why -> assertThat(why).contains("the API server is at its address 192.0.2.1"));
    }

    @Test
    void addressesAreComparedAsAddresses() {
        answers.put(NODE, "status: {addresses: [{type: InternalIP, address: '2001:db8::1'}]}");
        answers.put(ENDPOINTS, "subsets: [{addresses: [{ip: '2001:DB8:0:0::1'}]}]");

        assertThat(why()).isPresent();
    }

    @Test
    void anAddressThatIsEachMachinesOwnTellsNothing() {
        answers.put(NODE, "status: {addresses: [{type: InternalIP, address: 127.0.0.1}]}");

        assertThat(why()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{metadata: {name: kube-apiserver-host-1, namespace: kube-system, annotations: {kubernetes.io/config.mirror: a}, labels: {component: kube-apiserver, tier: control-plane}}}",
                "{metadata: {name: apiserver, namespace: system, annotations: {kubernetes.io/config.mirror: a}}, spec: {containers: [{name: kube-apiserver}]}}",
                "{metadata: {name: etcd-0, namespace: kube-system}, spec: {containers: [{name: etcd}]}}"
            })
    void itsProgramsTell(String pod) {
        answers.put(PODS, "items: [" + pod + "]");

        assertThat(why()).hasValueSatisfying(why -> assertThat(why).contains("(pod "));
    }

    @Test
    void somebodysOwnStoreIsNoControlPlane() {
        answers.put(PODS, "items: [{metadata: {name: etcd-0, namespace: shop}, spec: {containers: [{name: etcd}]}}]");

        assertThat(why()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {NODE, ENDPOINTS, PODS})
    void whereASignMayNotBeLookedForTheHostIsSpared(String forbidden) {
        answers.put(forbidden, null);

        assertThat(why())
                .hasValueSatisfying(why -> assertThat(why)
                        .contains(
                                "may run the control plane, which cannot be seen", "GET " + forbidden, "not for you"));
    }

    @Test
    void theLastThatTakesPodsIsKept() {
        answers.put(
                NODES,
                "items: [{metadata: {name: host-1}, %s}, {metadata: {name: host-2}, spec: {unschedulable: true}, %s}]"
                        .formatted(READY, READY));

        assertThat(why()).hasValue("host host-1 is the only one that takes pods");
    }

    private Optional<String> why() {
        try (PretendedApi api = new PretendedApi(this::answer)) {
            return new Indispensable(api.probe()).why(HOST);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int status = !answers.containsKey(path) ? 404 : answers.get(path) == null ? 403 : 200;
        byte[] bytes = Documents.yaml(status == 200 ? answers.get(path) : "message: not for you")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
