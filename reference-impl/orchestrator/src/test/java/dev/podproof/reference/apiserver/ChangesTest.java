package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import org.junit.jupiter.api.Test;

/** What of an object may change after it was made, and what changes along. */
class ChangesTest {

    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String SERVICES = "/api/v1/namespaces/default/services";

    private final RawApi admin = InProcessApi.shared().raw();

    @Test
    void ofAPodOnlyImagesDeadlineAndTolerationsChange() {
        pod("fixed", "'activeDeadlineSeconds':100,'tolerations':[{'key':'a','operator':'Exists'}],");
        var path = PODS + "/fixed";

        assertThat(change(path, "{'spec':{'hostname':'other'}}").message()).contains("changes spec.hostname");
        assertThat(change(path, "{'spec':{'nodeName':'by-hand'}}").status()).isEqualTo(422);
        assertThat(change(path, "{'spec':{'activeDeadlineSeconds':200}}").fields())
                .contains("spec.activeDeadlineSeconds");
        assertThat(change(path, "{'spec':{'tolerations':[]}}").fields()).contains("spec.tolerations");
        assertThat(change(path, "{'spec':{'containers':[{'name':'c','image':'i','command':['x']}]}}")
                        .fields())
                .containsExactly("spec");

        assertThat(change(path, "{'spec':{'activeDeadlineSeconds':50}}").status())
                .isEqualTo(200);
        assertThat(change(
                                path,
                                "{'spec':{'tolerations':[{'key':'a','operator':'Exists'},{'key':'b','operator':'Exists'}]}}")
                        .status())
                .isEqualTo(200);
        var renewed = admin.patch(path, "strategic-merge", "{'spec':{'containers':[{'name':'c','image':'j'}]}}");
        assertThat(renewed.json().at("/spec/containers/0/image").asText()).isEqualTo("j");
    }

    @Test
    void statusAndSpecChangeOnlyThroughTheirOwnPaths() {
        pod("two-parts", "");
        var path = PODS + "/two-parts";
        change(path, "{'status':{'phase':'Running'},'metadata':{'labels':{'a':'b'}}}");
        assertThat(admin.get(path).json().at("/status/phase").asText()).isEqualTo("Pending");

        change(path + "/status", "{'status':{'phase':'Running'},'spec':{'hostname':'x'}}");
        var now = admin.get(path).json();
        assertThat(now.at("/status/phase").asText()).isEqualTo("Running");
        assertThat(now.at("/metadata/labels/a").asText()).isEqualTo("b");
        assertThat(now.at("/spec").has("hostname")).isFalse();
    }

    @Test
    void aServiceKeepsItsAddressAndLosesWhatBelongsToItsOldType() {
        admin.post(
                SERVICES,
                "{'metadata':{'name':'typed'},'spec':{'type':'NodePort','sessionAffinity':'ClientIP',"
                        + "'ports':[{'port':80}]}}");
        var path = SERVICES + "/typed";
        var made = admin.get(path).json();
        var address = made.at("/spec/clusterIP").asText();
        assertThat(made.at("/spec/ports/0/nodePort").asInt()).isBetween(30000, 32767);
        assertThat(made.at("/spec/sessionAffinityConfig/clientIP/timeoutSeconds")
                        .asInt())
                .isEqualTo(10_800);

        assertThat(change(path, "{'spec':{'clusterIP':'10.96.99.99'}}").status())
                .isEqualTo(422);
        var internal = change(path, "{'spec':{'type':'ClusterIP','sessionAffinity':'None'}}");
        assertThat(internal.status()).as(internal.text()).isEqualTo(200);
        assertThat(internal.json().at("/spec/ports/0").has("nodePort")).isFalse();
        assertThat(internal.json().at("/spec").has("sessionAffinityConfig")).isFalse();
        assertThat(internal.json().at("/spec/clusterIP").asText()).isEqualTo(address);

        var external = change(path, "{'spec':{'type':'ExternalName','externalName':'example.org'}}");
        assertThat(external.status()).as(external.text()).isEqualTo(200);
        assertThat(external.json().at("/spec").has("clusterIP")).isFalse();

        var back = change(path, "{'spec':{'type':'ClusterIP'}}");
        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(back.json().at("/spec/clusterIP").asText()).startsWith("10.96.");
        // As in Kubernetes, what is not allocated stays, though nobody reads it now.
        assertThat(back.json().at("/spec/externalName").asText()).isEqualTo("example.org");
    }

    @Test
    void aDryRunChangesNothing() {
        pod("dry", "");
        var before = admin.get(PODS + "/dry").text();

        assertThat(admin.patch(PODS + "/dry?dryRun=All", "merge", "{'metadata':{'labels':{'a':'b'}}}")
                        .json()
                        .at("/metadata/labels/a")
                        .asText())
                .isEqualTo("b");
        assertThat(admin.put(PODS + "/dry?dryRun=All", before).status()).isEqualTo(200);
        assertThat(admin.post(
                                PODS + "/dry/binding?dryRun=All",
                                "{'metadata':{'name':'dry'},'target':{'kind':'Node','name':'n'}}")
                        .status())
                .isEqualTo(201);
        assertThat(admin.post(
                                PODS + "/dry/eviction?dryRun=All",
                                "{'metadata':{'name':'dry'},'deleteOptions':{'dryRun':['All']}}")
                        .status())
                .isEqualTo(201);
        assertThat(admin.delete(PODS + "?dryRun=All", "").status()).isEqualTo(200);
        assertThat(admin.delete(PODS + "/dry", "{\"dryRun\":[\"All\"]}").status())
                .isEqualTo(200);
        assertThat(admin.patch(PODS + "/dry?dryRun=Some", "merge", "{}").status())
                .isEqualTo(400);

        assertThat(admin.get(PODS + "/dry").text()).isEqualTo(before);
    }

    private RawApi.Answer change(String path, String patch) {
        return admin.patch(path, "merge", patch);
    }

    private void pod(String name, String spec) {
        var answer = admin.post(
                PODS,
                "{'metadata':{'name':'" + name + "'},'spec':{" + spec + "'containers':[{'name':'c','image':'i'}]}}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }
}
