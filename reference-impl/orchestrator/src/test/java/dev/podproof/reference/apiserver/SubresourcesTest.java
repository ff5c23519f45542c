package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is served below objects, and who is told that something is not. */
class SubresourcesTest {

    private static final String DEFAULT = "/api/v1/namespaces/default";
    private static final String CONTROLLERS = DEFAULT + "/replicationcontrollers";
    private static final String PODS = DEFAULT + "/pods";
    private static final List<String> PROTECTED = List.of(
            "/",
            "/api",
            "/apis",
            "/api/v1",
            "/openapi/v2",
            "/openapi/v3",
            "/openapi/v3/api/v1",
            "/api/v1/pods",
            "/api/v1/nodes/host-1/proxy/healthz",
            PODS + "/x/log",
            "/metrics",
            "/none");

    private final RawApi admin = InProcessApi.shared().raw();

    @Test
    void aScaleIsReadAndChangedAndNothingElseOfItsController() {
        admin.post(
                CONTROLLERS,
                "{'metadata':{'name':'scaled'},'spec':{'replicas':2,'template':{'metadata':{'labels':{'a':'b'}},"
                        + "'spec':{'containers':[{'name':'c','image':'i'}]}}}}");
        var path = CONTROLLERS + "/scaled/scale";
        var scale = admin.get(path).json();
        assertThat(scale.path("kind").asText()).isEqualTo("Scale");
        assertThat(scale.path("apiVersion").asText()).isEqualTo("autoscaling/v1");
        assertThat(scale.at("/status/selector").asText()).isEqualTo("a=b");

        assertThat(admin.patch(path, "merge", "{'spec':{'replicas':5}}").status())
                .isEqualTo(200);
        assertThat(admin.get(CONTROLLERS + "/scaled")
                        .json()
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(5);
        var negative = admin.patch(path, "merge", "{'spec':{'replicas':-1}}");
        assertThat(negative.status()).isEqualTo(422);
        assertThat(negative.fields()).containsExactly("spec.replicas");
        assertThat(admin.put(path, scale.toString()).status()).isEqualTo(409);
    }

    @Test
    void anEvictionDeletesThePodThatItNames() {
        pod("evicted");
        var path = PODS + "/evicted/eviction";
        assertThat(admin.post(path, "{'metadata':{'name':'another'}}").status()).isEqualTo(400);
        assertThat(admin.post(path + "?dryRun=All", "{'metadata':{'name':'evicted'}}")
                        .status())
                .isEqualTo(201);
        assertThat(admin.get(PODS + "/evicted").status()).isEqualTo(200);
        assertThat(admin.post(path, "{'metadata':{'name':'evicted'}}").status()).isEqualTo(201);
        assertThat(admin.get(PODS + "/evicted").status()).isEqualTo(404);
        assertThat(admin.post(path, "{'metadata':{'name':'evicted'}}").status()).isEqualTo(404);
    }

    @Test
    void theProxyNamesWhatItCannotReach() {
        pod("unplaced");
        var noAddress = admin.get(PODS + "/unplaced/proxy/");
        assertThat(noAddress.status()).isEqualTo(503);
        assertThat(noAddress.message()).contains("unplaced", "no address");
        admin.patch(PODS + "/unplaced/status", "merge", "{'status':{'podIP':'127.0.0.1'}}");
        var itself = admin.get(PODS + "/unplaced:6443/proxy/");
        assertThat(itself.status()).isEqualTo(400);
        assertThat(itself.message()).contains("address not allowed");
        assertThat(admin.get(PODS + "/unplaced:http/proxy/").status()).isEqualTo(400);
        assertThat(admin.get(PODS + "/ftp:unplaced:80/proxy/").status()).isEqualTo(400);

        admin.post(DEFAULT + "/services", "{'metadata':{'name':'idle'},'spec':{'ports':[{'port':80}]}}");
        var none = admin.get(DEFAULT + "/services/idle/proxy/");
        assertThat(none.status()).isEqualTo(503);
        assertThat(none.message()).contains("no endpoints available");
        assertThat(admin.get(DEFAULT + "/services/idle:81/proxy/").message()).contains("no port \"81\"");
        assertThat(admin.get("/api/v1/nodes/nobody/proxy/healthz").status()).isEqualTo(404);
    }

    @Test
    void nobodyIsToldAnythingWithoutCredentialsButHowTheServerIs() {
        for (var caller : List.of("", "Bearer wrong", "Basic YTpi")) {
            var stranger = InProcessApi.shared().raw(caller);
            for (var path : PROTECTED) {
                assertThat(stranger.get(path).status()).as(path).isEqualTo(401);
            }
            for (var path : List.of("/healthz", "/livez", "/readyz", "/version")) {
                assertThat(stranger.get(path).status()).as(path).isEqualTo(200);
            }
            assertThat(stranger.post(PODS, "{'metadata':{'name':'x'}}").status())
                    .isEqualTo(401);
        }
    }

    @Test
    void whoAsksForAccessRulesIsToldHowRightsAreGiven() {
        var refused = admin.post(
                "/apis/rbac.authorization.k8s.io/v1/clusterroles", "{'kind':'ClusterRole','metadata':{'name':'x'}}");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.message()).contains("rbac.authorization.k8s.io is not served", "by role");
        assertThat(admin.get("/apis/apps/v1/deployments").message())
                .isEqualTo("the server could not find the requested resource");
    }

    private void pod(String name) {
        assertThat(admin.post(
                                PODS,
                                "{'metadata':{'name':'" + name + "'},'spec':{'containers':[{'name':'c','image':'i'}]}}")
                        .status())
                .isEqualTo(201);
    }
}
