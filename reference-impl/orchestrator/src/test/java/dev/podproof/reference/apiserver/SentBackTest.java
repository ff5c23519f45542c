package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that are sent back without what the server gave them, or with what it was: as manifests are, again and again. */
class SentBackTest {

    private static final String SERVICES = "/api/v1/namespaces/default/services";
    private static int count;

    private final RawApi admin = InProcessApi.shared().raw();
    private final String name = "sent-back-" + count++;
    private final String path = SERVICES + "/" + name;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'spec':{'clusterIP':''}}",
                "{'spec':{'clusterIP':null}}",
                "{'spec':{'clusterIPs':null}}",
                "{'spec':{'clusterIPs':[]}}",
                "{'spec':{'clusterIP':'','clusterIPs':[],'ipFamilies':[],'ipFamilyPolicy':null}}",
                "{'spec':{'ports':[{'port':80,'nodePort':0}]}}",
                "{'spec':{'ports':[{'port':80,'targetPort':0,'protocol':''}]}}",
                "{'spec':{'healthCheckNodePort':0,'sessionAffinity':'','externalTrafficPolicy':''}}",
                "{'metadata':{'uid':'','resourceVersion':'','generation':0,'creationTimestamp':null,'selfLink':''}}",
                "{'metadata':{'resourceVersion':'0','creationTimestamp':'2001-01-01T00:00:00Z','managedFields':[]}}"
            })
    void aBlankInAPatchChangesNothing(String patch) {
        for (var spec : new String[] {"'type':'NodePort',", "'clusterIP':'None',", "'clusterIP':'',"}) {
            admin.delete(path, "");
            make(spec + "'ports':[{'port':80}]");
            var before = admin.get(path).json();

            for (var kind : new String[] {"merge", "strategic-merge"}) {
                var answer = admin.patch(path, kind, patch);
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                assertThat(answer.json()).isEqualTo(before);
            }
        }
    }

    @Test
    void aManifestReplacesTheServiceThatWasMadeOfIt() {
        make("'type':'NodePort','ports':[{'name':'a','port':80},{'name':'b','port':81}]");
        var before = admin.get(path).json();

        assertThat(put("'type':'NodePort','ports':[{'name':'a','port':80},{'name':'b','port':81}]"))
                .isEqualTo(before);

        // Ports are told apart by their names, whatever else of them changes.
        var changed = put("'type':'NodePort','ports':[{'name':'b','port':91,'targetPort':'x'},{'name':'c','port':80}]");
        assertThat(changed.at("/spec/ports/0/nodePort")).isEqualTo(before.at("/spec/ports/1/nodePort"));
        assertThat(changed.at("/spec/ports/1/nodePort").asInt())
                .isBetween(30000, 32767)
                .isNotEqualTo(before.at("/spec/ports/1/nodePort").asInt());
        assertThat(changed.at("/spec/clusterIP")).isEqualTo(before.at("/spec/clusterIP"));

        // A number that another port asks for is not its own any more.
        var taken = changed.at("/spec/ports/0/nodePort").asInt();
        var swapped = put(
                "'type':'NodePort','ports':[{'name':'b','port':91},{'name':'c','port':80,'nodePort':" + taken + "}]");
        assertThat(swapped.at("/spec/ports/1/nodePort").asInt()).isEqualTo(taken);
        assertThat(swapped.at("/spec/ports/0/nodePort").asInt()).isNotEqualTo(taken);
    }

    @Test
    void anAddressThatIsNamedAnewIsRefused() {
        make("'ports':[{'port':80}]");
        for (var other : new String[] {"10.96.99.98", "None"}) {
            var answer = admin.patch(path, "merge", "{'spec':{'clusterIP':'" + other + "'}}");
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.message()).contains("spec.clusterIPs[0]").contains("field is immutable");
        }
    }

    @Test
    void aServiceWithoutAnAddressGetsOneWithItsType() {
        make("'type':'ExternalName','externalName':'example.org'");
        var manifest = "'type':'ClusterIP','clusterIP':'','ports':[{'port':80}]";

        var address = put(manifest).at("/spec/clusterIP").asText();

        assertThat(address).startsWith("10.96.");
        assertThat(put(manifest).at("/spec/clusterIP").asText()).isEqualTo(address);
        var without = put("'type':'ExternalName','externalName':'example.org','clusterIP':''");
        assertThat(without.path("spec").has("clusterIP")).isFalse();
        // What it had is free again.
        await().until(() -> canBeHad("'clusterIP':'" + address + "','ports':[{'port':80}]"));
    }

    @Test
    void theHealthCheckOfALoadBalancerIsGivenKeptAndTakenAway() {
        var local = "'type':'LoadBalancer','externalTrafficPolicy':'Local','ports':[{'port':80}]";
        make(local);
        var port = admin.get(path).json().at("/spec/healthCheckNodePort").asInt();
        assertThat(port).isBetween(30000, 32767);

        assertThat(put(local).at("/spec/healthCheckNodePort").asInt()).isEqualTo(port);
        var patched = admin.patch(path, "merge", "{'spec':{'externalTrafficPolicy':'Cluster'}}");
        assertThat(patched.json().path("spec").has("healthCheckNodePort")).isFalse();
        await().until(() -> canBeHad("'type':'NodePort','ports':[{'port':80,'nodePort':" + port + "}]"));
        admin.patch(path + "/status", "merge", "{'status':{'loadBalancer':{'ingress':[{'ip':'192.0.2.9'}]}}}");
        assertThat(put("'ports':[{'port':80}]").path("status").toString()).isEqualTo("{\"loadBalancer\":{}}");
    }

    @Test
    void aRunningPodIsSentBackWithItsDefaultsOrWithout() {
        var pods = "/api/v1/namespaces/default/pods";
        admin.post(
                pods,
                "{'metadata':{'name':'" + name + "'},'spec':{'nodeName':'n','containers':[{'name':'c','image':'i',"
                        + "'resources':{'limits':{'cpu':'1000m'}},'ports':[]}]}}");
        var before = admin.get(pods + "/" + name).json();

        var manifest = admin.put(
                pods + "/" + name,
                "{'metadata':{'name':'" + name + "'},'spec':{'nodeName':'n','tolerations':[],'restartPolicy':'',"
                        + "'containers':[{'name':'c','image':'i','resources':{'limits':{'cpu':'1'}},'env':[]}]}}");
        assertThat(manifest.status()).as(manifest.text()).isEqualTo(200);
        assertThat(manifest.json()).isEqualTo(before);

        // As in Kubernetes, the host is no default: who leaves it out takes the pod off it.
        var unbound = admin.put(
                pods + "/" + name,
                "{'metadata':{'name':'" + name + "'},'spec':{'containers':[{'name':'c','image':'i',"
                        + "'resources':{'limits':{'cpu':'1'}}}]}}");
        assertThat(unbound.status()).isEqualTo(422);
        assertThat(unbound.message()).contains("spec.nodeName");
    }

    private boolean canBeHad(String spec) {
        return admin.post(SERVICES + "?dryRun=All", "{'metadata':{'name':'next'},'spec':{" + spec + "}}")
                        .status()
                == 201;
    }

    private void make(String spec) {
        var answer = admin.post(SERVICES, "{'metadata':{'name':'" + name + "'},'spec':{" + spec + "}}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private JsonNode put(String spec) {
        var answer = admin.put(path, "{'metadata':{'name':'" + name + "'},'spec':{" + spec + "}}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
