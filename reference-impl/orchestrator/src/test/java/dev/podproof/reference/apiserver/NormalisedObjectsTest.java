package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import java.io.IOException;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kubernetes stores of an object in another form than it is sent in, or with more: normalised-objects.txt, a line each. */
class NormalisedObjectsTest {

    private static final String NAMESPACED = "/api/v1/namespaces/default/";

    private record Valid(String path, String object) {}

    private static final Map<String, Valid> VALID = Map.of(
            "pod", new Valid(NAMESPACED + "pods", "'spec':{'containers':[{'name':'c','image':'i'}]}"),
            "service", new Valid(NAMESPACED + "services", "'spec':{'ports':[{'port':80}]}"),
            "rc",
                    new Valid(
                            NAMESPACED + "replicationcontrollers",
                            "'spec':{'selector':{'app':'a'},'template':{"
                                    + "'metadata':{'labels':{'app':'a'}},'spec':{'containers':[{'name':'c','image':'i'}]}}}"),
            "configmap", new Valid(NAMESPACED + "configmaps", "'data':{}"),
            "secret", new Valid(NAMESPACED + "secrets", "'data':{}"),
            "serviceaccount", new Valid(NAMESPACED + "serviceaccounts", "'secrets':[]"),
            "endpoints", new Valid(NAMESPACED + "endpoints", "'subsets':[]"),
            "event", new Valid(NAMESPACED + "events", "'involvedObject':{'namespace':'default'}"),
            "node", new Valid("/api/v1/nodes", "'spec':{}"),
            "namespace", new Valid("/api/v1/namespaces", "'spec':{}"));

    private static final Map<String, Valid> OTHERS = Map.of(
            "lease",
                    new Valid(
                            "/apis/coordination.k8s.io/v1/namespaces/default/leases", "'spec':{'holderIdentity':'h'}"),
            "slice",
                    new Valid(
                            "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
                            "'addressType':'IPv4','endpoints':[]"));

    private final RawApi admin = InProcessApi.shared().raw();

    @ParameterizedTest
    @MethodSource("lines")
    void isStoredInOneForm(String line) {
        var parts = line.split(" \\|\\s?", -1);
        var valid = VALID.getOrDefault(parts[0], OTHERS.get(parts[0]));
        var object = read("{'metadata':{'name':'normal'}," + valid.object() + "}");
        set(object, read(parts[1]));

        var created = admin.send("POST", valid.path() + "?dryRun=All", "application/json", object.toString());

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(text(created.json().at(parts[2].strip()))).isEqualTo(parts[3].strip());
    }

    /** Each address stands for each port while they are compared: of 300 of both, and twice, that is little; of 500 it is not. */
    @Test
    void endpointsThatWouldGrowTooMuchStayAsTheyAre() {
        assertThat(subsets(300)).hasSize(1);
        assertThat(subsets(500)).hasSize(2);
    }

    private JsonNode subsets(int size) {
        var addresses = new StringJoiner(",", "[", "]");
        var ports = new StringJoiner(",", "[", "]");
        for (int i = 0; i < size; i++) {
            addresses.add("{'ip':'192.0." + i / 250 + "." + (i % 250 + 1) + "'}");
            ports.add("{'name':'p" + i + "','port':" + (i + 1) + "}");
        }
        var subset = "{'addresses':" + addresses + ",'ports':" + ports + "}";
        var answer = admin.post(
                NAMESPACED + "endpoints?dryRun=All",
                "{'metadata':{'name':'many'},'subsets':[" + subset + "," + subset + "]}");
        assertThat(answer.status()).as(answer.message()).isEqualTo(201);
        return answer.json().path("subsets");
    }

    /** As a merge patch would, but that a null is sent as it stands. */
    private static void set(ObjectNode object, ObjectNode changes) {
        changes.properties().forEach(change -> {
            if (change.getValue() instanceof ObjectNode inner
                    && object.get(change.getKey()) instanceof ObjectNode part) {
                set(part, inner);
            } else {
                object.set(change.getKey(), change.getValue());
            }
        });
    }

    /** With its fields in order. */
    private static String text(JsonNode value) {
        return value.isMissingNode() ? "" : sorted(value).toString().replace('"', '\'');
    }

    private static JsonNode sorted(JsonNode value) {
        if (value.isArray()) {
            var list = Json.array();
            value.forEach(element -> list.add(sorted(element)));
            return list;
        }
        if (!value.isObject()) {
            return value;
        }
        Map<String, JsonNode> fields = new TreeMap<>();
        value.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
        return Json.object().setAll(fields);
    }

    private static Stream<String> lines() throws IOException {
        try (var file = NormalisedObjectsTest.class.getResourceAsStream("normalised-objects.txt")) {
            return new String(file.readAllBytes(), UTF_8).lines().filter(line -> !line.startsWith("#"));
        }
    }

    private static ObjectNode read(String text) {
        return Json.parseObject(text.replace('\'', '"').getBytes(UTF_8));
    }
}
