package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The documents from which clients learn what is served and which fields there are. */
class DocumentsTest {

    private static final List<String> ROOTS =
            List.of("/api/v1", "/apis/coordination.k8s.io/v1", "/apis/authorization.k8s.io/v1");

    private static final List<String> WRITTEN_BY_USERS = List.of(
            "ObjectMeta",
            "PodSpec",
            "ServiceSpec",
            "ReplicationControllerSpec",
            "EndpointSubset",
            "ConfigMap",
            "Secret");

    private final RawApi admin = InProcessApi.shared().raw();

    @Test
    void everyKindOfDiscoveryHasASchemaAndEveryReferenceLeadsSomewhere() {
        var older = admin.get("/openapi/v2").json();
        for (var root : ROOTS) {
            var newer = admin.get("/openapi/v3" + root).json();
            for (var resource : admin.get(root).json().path("resources")) {
                if (!resource.path("name").asText().contains("/")) {
                    var kind = resource.path("kind").asText();
                    assertThat(withKind(newer.at("/components/schemas"), kind))
                            .as(kind)
                            .isTrue();
                    assertThat(withKind(older.path("definitions"), kind))
                            .as(kind)
                            .isTrue();
                }
            }
            assertReferencesLeadSomewhere(newer);
        }
        assertReferencesLeadSomewhere(older);
    }

    @Test
    void everyFieldThatUsersWriteIsDescribed() {
        var schemas = admin.get("/openapi/v3/api/v1").json().at("/components/schemas");
        Set<String> silent = new TreeSet<>();
        var todo = new ArrayDeque<>(WRITTEN_BY_USERS);
        Set<String> seen = new HashSet<>(todo);
        while (!todo.isEmpty()) {
            var type = todo.poll();
            for (var field : schema(schemas, type).path("properties").properties()) {
                var text = field.getValue().path("description").asText();
                if (text.isEmpty()) {
                    silent.add(type + "." + field.getKey());
                } else if (!text.startsWith("Not offered") && !text.startsWith("Stored;")) {
                    field.getValue().findValuesAsText("$ref").stream()
                            .map(reference -> reference.substring(reference.lastIndexOf('.') + 1))
                            .filter(seen::add)
                            .forEach(todo::add);
                }
            }
        }
        assertThat(silent).isEmpty();
        assertThat(seen).contains("Probe", "KeyToPath", "PodTemplateSpec");
    }

    @Test
    void thePatchesOfTheOlderDocumentOfferADryRun() {
        var patch = admin.get("/openapi/v2")
                .json()
                .path("paths")
                .path("/api/v1/namespaces/{namespace}/pods/{name}")
                .path("patch");
        assertThat(patch.at("/x-kubernetes-group-version-kind/kind").asText()).isEqualTo("Pod");
        assertThat(patch.path("parameters").findValuesAsText("name")).contains("dryRun", "fieldValidation");
        assertThat(patch.at("/parameters/0/type").asText()).isEqualTo("string");
    }

    private static JsonNode schema(JsonNode schemas, String type) {
        var core = schemas.path("io.k8s.api.core.v1." + type);
        return core.isObject() ? core : schemas.path("io.k8s.apimachinery.pkg.apis.meta.v1." + type);
    }

    private static boolean withKind(JsonNode schemas, String kind) {
        for (var schema : schemas) {
            if (schema.at("/x-kubernetes-group-version-kind/0/kind").asText().equals(kind)) {
                return true;
            }
        }
        return false;
    }

    private static void assertReferencesLeadSomewhere(JsonNode document) {
        var references = document.findValuesAsText("$ref");
        assertThat(references).isNotEmpty();
        for (var reference : new HashSet<>(references)) {
            assertThat(document.at(reference.substring(1))).as(reference).isInstanceOf(ObjectNode.class);
        }
    }
}
