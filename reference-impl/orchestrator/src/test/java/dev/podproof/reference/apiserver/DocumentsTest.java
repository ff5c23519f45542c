package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The documents from which clients learn what is served and which fields there are. */
class DocumentsTest {

    private static final List<String> ROOTS =
            List.of("/api/v1", "/apis/coordination.k8s.io/v1", "/apis/authorization.k8s.io/v1");

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
    void everyFieldIsDescribedAndNoDescriptionIsOfAFieldThatIsNotThere() throws IOException {
        Set<String> fields = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        for (var root : admin.get("/openapi/v3").json().path("paths").properties()) {
            var document = admin.get("/openapi/v3/" + root.getKey()).json();
            for (var schema : document.at("/components/schemas").properties()) {
                var type = schema.getKey().substring(schema.getKey().lastIndexOf('.') + 1);
                for (var field : schema.getValue().path("properties").properties()) {
                    var name = type + "." + field.getKey();
                    fields.add(name);
                    if (field.getValue().path("description").asText().isBlank()) {
                        silent.add(name);
                    }
                }
            }
        }
        assertThat(fields).hasSizeGreaterThan(500).contains("Probe.periodSeconds", "ContainerStateWaiting.reason");
        assertThat(silent).isEmpty();
        assertThat(described()).allSatisfy(name -> assertThat(fields).contains(name));
    }

    /** The fields that the descriptions name one by one. */
    private static List<String> described() throws IOException {
        var texts = new Properties();
        try (var file = DocumentsTest.class.getResourceAsStream("openapi/descriptions.properties")) {
            texts.load(new InputStreamReader(file, UTF_8));
        }
        return texts.stringPropertyNames().stream()
                .filter(name -> name.contains(".") && !name.contains("*"))
                .toList();
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
