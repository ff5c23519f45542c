package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.JsonValues;
import dev.podproof.reference.testing.RawApi;
import java.net.URLEncoder;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * Whatever is sent: the answer is a success or a Status with 4xx, never 5xx, never a stack trace, and what is refused changes
 * nothing.
 */
class HostileInputTest {

    private static final int TRIES = 50;
    private static final String DEFAULT = "/api/v1/namespaces/default/";

    private static final String POD = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"target","labels":{"a":"b"},"annotations":{"c":"d"},
             "finalizers":["example.org/f"],"ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"n","uid":"u"}]},
             "spec":{"restartPolicy":"Always","hostAliases":[{"ip":"10.0.0.1","hostnames":["h"]}],
              "tolerations":[{"key":"k","operator":"Exists"}],"securityContext":{"fsGroup":1},
              "volumes":[{"name":"v","configMap":{"name":"m","items":[{"key":"k","path":"p"}]}}],
              "containers":[{"name":"c","image":"i","ports":[{"containerPort":80}],"env":[{"name":"A","value":"b"}],
               "resources":{"limits":{"cpu":"1"}},"volumeMounts":[{"name":"v","mountPath":"/m"}],
               "livenessProbe":{"httpGet":{"port":80}},"lifecycle":{"preStop":{"exec":{"command":["x"]}}}}]}}
            """;

    private static final String SERVICE = """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"target"},
             "spec":{"type":"NodePort","selector":{"a":"b"},"sessionAffinity":"ClientIP",
              "ports":[{"name":"a","port":80,"targetPort":"http","protocol":"TCP"}]}}
            """;

    private static final String CONTROLLER = """
            {"apiVersion":"v1","kind":"ReplicationController","metadata":{"name":"target"},
             "spec":{"replicas":1,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},
              "spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """;

    private static final String CONFIG_MAP = """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"target","finalizers":["example.org/f"]},
             "data":{"a":"b"},"binaryData":{"c":"ZA=="}}
            """;

    private record Target(String collection, JsonNode object) {
        Target(String plural, String object) {
            this(DEFAULT + plural, Json.parseObject(object.getBytes(UTF_8)));
        }

        String path() {
            return collection + "/target";
        }
    }

    private static final List<Target> TARGETS = List.of(
            new Target("pods", POD),
            new Target("services", SERVICE),
            new Target("replicationcontrollers", CONTROLLER),
            new Target("configmaps", CONFIG_MAP));

    private static final RawApi ADMIN = prepared();

    private static RawApi prepared() {
        var admin = InProcessApi.shared().raw();
        for (var target : TARGETS) {
            var made = admin.post(target.collection(), target.object().toString());
            assertThat(made.status()).as(made.text()).isEqualTo(201);
        }
        return admin;
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    void bytesThatAreNoDocumentAreRefused(
            @ForAll byte[] body, @ForAll("methods") String method, @ForAll("contentTypes") String type) {
        refusedUnchanged(method, TARGETS.get(0), type, body);
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    void aDamagedObjectIsStoredOrRefused(@ForAll("damaged") Damaged damaged) {
        var text = damaged.object().toString();
        answered(ADMIN.send("POST", damaged.target().collection() + "?dryRun=All", "application/json", text));
        refusedUnchanged("PUT", damaged.target(), "application/json", text.getBytes(UTF_8));
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    void aStrangePatchIsAppliedOrRefused(@ForAll("patches") Patch patch, @ForAll("targets") Target target) {
        refusedUnchanged("PATCH", target, patch.type(), patch.text().getBytes(UTF_8));
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    void strangeBodiesOfSubresourcesAreRefused(@ForAll("anyJson") JsonNode body, @ForAll("subresources") String path) {
        var method = path.endsWith("scale") ? "PUT" : path.endsWith("target") ? "DELETE" : "POST";
        answered(ADMIN.send(method, DEFAULT + path + "?dryRun=All", "application/json", body.toString()));
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    void strangeQueriesAreAnsweredOrRefused(
            @ForAll("parameters") String name, @ForAll("values") String value, @ForAll("paths") String path) {
        answered(ADMIN.get(path + "?" + name + "=" + encoded(value)));
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    void strangePathsAreRefused(@ForAll("segments") List<String> segments, @ForAll("methods") String method) {
        var path = new StringBuilder("/api/v1");
        segments.forEach(segment -> path.append('/').append(encoded(segment)));
        answered(ADMIN.send(method, path + "?dryRun=All", "application/json", "{}"));
    }

    /** Sends something that may well be valid: if it is refused, the object must be what it was. */
    private static void refusedUnchanged(String method, Target target, String type, byte[] body) {
        var before = ADMIN.get(target.path()).text();
        var answer = ADMIN.send(method, target.path(), type, body);
        answered(answer);
        if (answer.status() >= 400) {
            assertThat(ADMIN.get(target.path()).text()).isEqualTo(before);
        }
    }

    private static void answered(RawApi.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isLessThan(500);
        assertThat(answer.text()).doesNotContain("Exception", "\tat ", "dev.podproof", "com.fasterxml");
        if (answer.status() >= 400) {
            var status = answer.json();
            assertThat(status.path("kind").asText()).as(answer.text()).isEqualTo("Status");
            assertThat(status.path("code").asInt()).isEqualTo(answer.status());
            assertThat(status.path("message").asText()).isNotBlank();
            if (answer.status() == 422 && !status.path("message").asText().contains("patch")) {
                assertThat(answer.fields()).as(answer.text()).isNotEmpty();
            }
        }
    }

    private record Damaged(Target target, JsonNode object) {}

    private record Patch(String type, String text) {}

    @Provide
    Arbitrary<Damaged> damaged() {
        return targets()
                .flatMap(target -> JsonValues.damaged(target.object()).map(object -> new Damaged(target, object)));
    }

    @Provide
    Arbitrary<Target> targets() {
        return Arbitraries.of(TARGETS);
    }

    @Provide
    Arbitrary<Patch> patches() {
        var operations = Combinators.combine(
                        Arbitraries.of("add", "remove", "replace", "move", "copy", "test", "other"),
                        Arbitraries.of(JsonValues.places(TARGETS.get(0).object()))
                                .flatMap(place -> Arbitraries.of(place, place + "/-", place + "/9", place + "~2")),
                        JsonValues.any())
                .as((name, place, value) -> {
                    var operation =
                            Json.object().put("op", name).put("path", place).put("from", place);
                    operation.set("value", value);
                    return operation;
                });
        return Arbitraries.oneOf(
                operations.list().ofMaxSize(3).map(list -> new Patch("application/json-patch+json", list.toString())),
                JsonValues.any().map(json -> new Patch("application/json-patch+json", json.toString())),
                damaged()
                        .map(damage -> new Patch(
                                "application/merge-patch+json", damage.object().toString())),
                damaged()
                        .map(damage -> new Patch(
                                "application/strategic-merge-patch+json",
                                damage.object().toString())),
                JsonValues.any().map(json -> new Patch("application/strategic-merge-patch+json", json.toString())),
                Arbitraries.strings().map(text -> new Patch("application/merge-patch+json", text)));
    }

    @Provide
    Arbitrary<JsonNode> anyJson() {
        return JsonValues.any();
    }

    @Provide
    Arbitrary<String> subresources() {
        return Arbitraries.of(
                "pods/target/binding",
                "pods/target/eviction",
                "bindings",
                "replicationcontrollers/target/scale",
                "configmaps/target");
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("POST", "PUT", "PATCH");
    }

    @Provide
    Arbitrary<String> contentTypes() {
        return Arbitraries.of(
                "application/json",
                "application/yaml",
                "application/vnd.kubernetes.protobuf",
                "application/json-patch+json",
                "application/strategic-merge-patch+json",
                "text/plain");
    }

    @Provide
    Arbitrary<String> parameters() {
        return Arbitraries.of(
                "labelSelector",
                "fieldSelector",
                "resourceVersion",
                "resourceVersionMatch",
                "limit",
                "continue",
                "timeoutSeconds",
                "sendInitialEvents",
                "includeObject",
                "fieldValidation",
                "pretty");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.of(
                        "-1",
                        "0",
                        "1",
                        "9223372036854775808",
                        "a=b",
                        "a in (b",
                        "!a",
                        "a,,b",
                        "spec.nodeName=x",
                        "a="));
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of(DEFAULT + "pods", "/api/v1/nodes", "/api/v1/events", DEFAULT + "pods/target");
    }

    @Provide
    Arbitrary<List<String>> segments() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(6),
                        Arbitraries.of(
                                "namespaces", "default", "pods", "target", "status", "..", ".", "", "proxy", "log"))
                .list()
                .ofMaxSize(6);
    }

    /** Lone halves of surrogate pairs cannot be encoded; what stands for them can. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
