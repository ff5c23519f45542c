package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import org.junit.jupiter.api.Test;

/** What happens to fields that nobody knows, that stand twice, or that nothing acts on. */
class FieldValidationTest {

    private static final String PODS = "/api/v1/namespaces/default/pods";

    private final RawApi admin = InProcessApi.shared().raw();

    @Test
    void anUnknownFieldIsDroppedWithAWarningOrRefused() {
        var pod = "{'metadata':{'name':'unknown'},'spec':{'containers':[{'name':'c','image':'i','imag':'x'}]}}";
        var strict = admin.post(PODS + "?fieldValidation=Strict", pod);
        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.message()).contains("strict decoding error: unknown field \"spec.containers[0].imag\"");

        var warned = admin.post(PODS, pod);
        assertThat(warned.status()).isEqualTo(201);
        assertThat(warned.warnings()).containsExactly("299 - \"unknown field \\\"spec.containers[0].imag\\\"\"");
        assertThat(warned.json().at("/spec/containers/0").has("imag")).isFalse();

        var ignored = admin.post(PODS + "?fieldValidation=Ignore", pod.replace("unknown", "ignored"));
        assertThat(ignored.warnings()).isEmpty();
        assertThat(admin.post(PODS + "?fieldValidation=Maybe", pod).status()).isEqualTo(400);
    }

    @Test
    void aFieldThatStandsTwiceIsNoticedInJsonAndYaml() {
        var json = "{'metadata':{'name':'a','name':'twice'},'spec':{'containers':[{'name':'c','image':'i'}]}}";
        assertThat(admin.post(PODS + "?fieldValidation=Strict", json).message())
                .contains("duplicate field \"metadata.name\"");
        assertThat(admin.post(PODS, json).warnings()).hasSize(1);

        var yaml = """
                metadata:
                  name: twice-in-yaml
                spec:
                  containers:
                  - {name: c, image: i, image: j}
                """;
        var strict = admin.send("POST", PODS + "?fieldValidation=Strict", "application/yaml", yaml);
        assertThat(strict.message()).contains("duplicate field \"spec.containers[0].image\"");
        var warned = admin.send("POST", PODS, "application/yaml", yaml);
        assertThat(warned.status()).isEqualTo(201);
        assertThat(warned.warnings()).hasSize(1);
        assertThat(warned.json().at("/spec/containers/0/image").asText()).isEqualTo("j");
    }

    @Test
    void aFieldThatNothingActsOnIsKeptWithAWarning() {
        var answer = admin.post(
                PODS,
                "{'metadata':{'name':'idle'},'spec':{'priorityClassName':'high',"
                        + "'containers':[{'name':'c','image':'i','securityContext':{'procMount':'Default'}}]}}");

        assertThat(answer.json().at("/spec/priorityClassName").asText()).isEqualTo("high");
        assertThat(answer.warnings())
                .singleElement()
                .asString()
                .contains("spec.priorityClassName is stored, but", "spec.containers[0].securityContext.procMount is");
        // Whoever changes something else later has heard of it before, or has not set it.
        var labelled = admin.patch(PODS + "/idle", "merge", "{'metadata':{'labels':{'a':'b'}}}");
        assertThat(labelled.status()).isEqualTo(200);
        assertThat(labelled.warnings()).isEmpty();
    }

    @Test
    void aWarningAboutAStrangeFieldIsStillAHeader() {
        var answer = admin.post(PODS + "?dryRun=All", "{'metadata':{'name':'x','\\u0000\\n\\u00e9\\ud83d\\ude00':1}}");
        assertThat(answer.status()).isEqualTo(422);
        var created = admin.post(
                "/api/v1/namespaces/default/configmaps?dryRun=All", "{'metadata':{'name':'x'},'\\r\\nX: \\u00e9':1}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.warnings()).containsExactly("299 - \"unknown field \\\"??X: ?\\\"\"");
    }
}
