package dev.podproof.conformance.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.PretendedApi;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RightsTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/nodes, list nodes",
        "GET, /api/v1/nodes/host-1, get nodes",
        "GET, /api/v1/pods?watch=true&resourceVersion=1, watch pods",
        "GET, /api/v1/namespaces?labelSelector=a, list namespaces",
        "PATCH, /api/v1/namespaces/shop, patch namespaces",
        "POST, /api/v1/namespaces/shop/pods, create pods",
        "GET, /api/v1/namespaces/shop/pods/web/exec?command=sh, get pods/exec",
        "GET, /api/v1/namespaces/shop/pods/web/log, get pods/log",
        "PUT, /api/v1/nodes/host-1/status, update nodes/status",
        "DELETE, /api/v1/namespaces/shop/pods/web, delete pods",
        "DELETE, /api/v1/namespaces/shop/pods?labelSelector=a, deletecollection pods",
        "GET, /apis/apps/v1/namespaces/shop/deployments, list deployments.apps",
        "POST, /apis/authorization.k8s.io/v1/selfsubjectaccessreviews, create selfsubjectaccessreviews.authorization.k8s.io",
        "GET, /version, get /version",
        "GET, /api/v1, get /api/v1",
        "GET, /apis/apps/v1, get /apis/apps/v1"
    })
    void aRequestTakesTheRightThatAnApiServerReadsOffIt(String method, String path, String right) {
        assertThat(Rights.of(method, URI.create("https://api.example:6443" + path)))
                .isEqualTo(right);
    }

    @Test
    void whatProbesAskForIsKept() {
        try (PretendedApi api = new PretendedApi(exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        })) {
            api.probe().delete("/api/v1/namespaces/shop/gadgets/one");
            assertThatThrownBy(() -> api.exec().run("shop", "web", "main", List.of("sh"), Duration.ofSeconds(5)))
                    .isInstanceOf(ExecLost.class);
        }

        assertThat(Rights.used()).contains("delete gadgets", "get pods/exec");
    }

    @Test
    void aRightThatIsLackingIsANeedAndNeverTheClustersAnswer() {
        try (PretendedApi api = refusing(
                "nodes is forbidden: User \"ci\" cannot list resource \"nodes\" in API group \"\" at the cluster scope")) {
            assertThatThrownBy(() -> api.probe().get("/api/v1/nodes"))
                    .isInstanceOf(MissingNeed.class)
                    .hasMessage(
                            "needs rights: the account of this run may not list nodes; docs/rights.md has the role that gives it what the suite uses");
        }
        try (PretendedApi api = refusing(
                "deployments.apps is forbidden: User \"ci\" cannot create resource \"deployments\" in API group \"apps\" in the namespace \"shop\"")) {
            assertThatThrownBy(() -> api.probe().get("/apis/apps/v1/namespaces/shop/deployments"))
                    .hasMessageContaining("may not create deployments.apps;");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pods \"web\" is forbidden: violates PodSecurity \"restricted:latest\": hostPath volumes",
                "pods \"web\" is forbidden: exceeded quota: few, requested: pods=1"
            })
    void aPolicyThatForbidsIsTheClustersAnswer(String words) {
        try (PretendedApi api = refusing(words)) {
            Answer answer = api.probe().get("/api/v1/nodes");

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.lackingRight()).isEmpty();
        }
    }

    @Test
    void whoMayRunNothingInPodsIsToldSo() {
        try (PretendedApi api = refusing("no")) {
            assertThatThrownBy(() -> api.exec().run("shop", "web", "main", List.of("sh"), Duration.ofSeconds(5)))
                    .isInstanceOf(MissingNeed.class)
                    .hasMessageContaining("may not get or create pods/exec");
        }
    }

    @Test
    void credentialsThatHaveExpiredAreNamed() {
        try (PretendedApi api = new PretendedApi(exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        })) {
            assertThatThrownBy(() -> api.probe().read("/api/v1/nodes"))
                    .isInstanceOf(ApiRefused.class)
                    .hasMessageContaining("401")
                    .hasMessageContaining("not, or no longer, accepted: get new ones");
        }
    }

    private static PretendedApi refusing(String words) {
        return new PretendedApi(exchange -> {
            byte[] status = ("{\"kind\":\"Status\",\"message\":\"" + words.replace("\"", "\\\"") + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(403, status.length);
            exchange.getResponseBody().write(status);
            exchange.close();
        });
    }
}
