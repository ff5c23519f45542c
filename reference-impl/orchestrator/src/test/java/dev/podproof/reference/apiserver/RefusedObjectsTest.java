package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.patch.MergePatch;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects that Kubernetes refuses are refused here, naming the same fields: refused-objects.txt, a line each. */
class RefusedObjectsTest {

    private static final String NAMESPACED = "/api/v1/namespaces/default/";

    private record Valid(String path, String object) {}

    private static final Map<String, Valid> VALID = Map.of(
            "pod",
            new Valid(
                    NAMESPACED + "pods",
                    "{'metadata':{'name':'valid'},'spec':{'containers':[{'name':'c','image':'i'}]}}"),
            "service",
            new Valid(NAMESPACED + "services", "{'metadata':{'name':'valid'},'spec':{'ports':[{'port':80}]}}"),
            "rc",
            new Valid(
                    NAMESPACED + "replicationcontrollers",
                    "{'metadata':{'name':'valid'},'spec':{'replicas':1,'selector':{'app':'a'},'template':{"
                            + "'metadata':{'labels':{'app':'a'}},'spec':{'containers':[{'name':'c','image':'i'}]}}}}"),
            "configmap",
            new Valid(NAMESPACED + "configmaps", "{'metadata':{'name':'valid'}}"),
            "namespace",
            new Valid("/api/v1/namespaces", "{'metadata':{'name':'valid'}}"),
            "endpoints",
            new Valid(NAMESPACED + "endpoints", "{'metadata':{'name':'valid'}}"));

    private final RawApi admin = InProcessApi.shared().raw();

    @Test
    void theValidObjectsAreNotRefused() {
        VALID.forEach((kind, valid) -> assertThat(
                        admin.post(valid.path() + "?dryRun=All", valid.object()).status())
                .as(kind)
                .isEqualTo(201));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aRefusalNamesTheFieldsAtFault(String line) {
        var parts = line.split(" \\| ", -1);
        var valid = VALID.get(parts[0]);
        var object = MergePatch.apply(read(valid.object()), read(parts[1]));

        var answer = admin.post(valid.path(), object.toString());

        Set<String> expected = parts[0].equals("configmap") ? Set.of(parts[2]) : Set.of(parts[2].split(" ", -1));
        assertThat(answer.json().path("reason").asText()).as(answer.text()).isEqualTo("Invalid");
        assertThat(new HashSet<>(answer.fields())).as(answer.text()).isEqualTo(expected);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(admin.get(valid.path() + "/valid").status()).isEqualTo(404);
    }

    private static Stream<String> lines() throws IOException {
        try (var file = RefusedObjectsTest.class.getResourceAsStream("refused-objects.txt")) {
            return new String(file.readAllBytes(), UTF_8).lines().filter(line -> !line.startsWith("#"));
        }
    }

    private static ObjectNode read(String text) {
        return Json.parseObject(text.replace('\'', '"').getBytes(UTF_8));
    }
}
