package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Yaml;
import dev.podproof.reference.api.schema.Schema;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Go programs send the zero value of a type for what they leave out. Each field of each kind that an object of whole-objects.yaml leaves out
 * is sent with its zero, one at a time; refused are those of zeros-refused.txt, for Kubernetes' own reasons, and nothing else changes.
 */
class ZeroValuesTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Kinds KINDS = new Kinds();
    private static final RawApi ADMIN = InProcessApi.shared().raw();

    private final Map<String, String> refused = new TreeMap<>();
    private final Set<String> changed = new TreeSet<>();
    private final Set<String> sent = new TreeSet<>();

    @BeforeAll
    static void aPodToBind() {
        ADMIN.post(
                "/api/v1/namespaces/default/pods",
                "{'metadata':{'name':'unbound'},'spec':{'containers':[{'name':'c','image':'i'}]}}");
    }

    @Test
    void whatIsZeroIsWhatIsNotThere() throws IOException {
        var objects = Yaml.parse(resource("whole-objects.yaml").getBytes(UTF_8));
        assertThat(objects.properties()).hasSameSizeAs(KINDS.all());
        for (var kind : KINDS.all()) {
            var object = (ObjectNode) objects.get(kind.resource());
            var before = post(kind, object);
            assertThat(before.status()).as(kind.name() + before.text()).isEqualTo(201);
            zero(kind, object, object, kind.form().schema(), stored(before));
        }

        assertThat(sent).hasSizeGreaterThan(300).contains("Service/ServicePort.targetPort", "Pod/Probe.periodSeconds");
        assertThat(refused).isEqualTo(fields("zeros-refused.txt"));
        assertThat(kept().keySet()).containsAll(changed);
    }

    @Test
    void theFieldsWhoseZeroIsKeptAreThere() throws IOException {
        Set<String> there = new HashSet<>();
        Stream.concat(KINDS.all().stream().map(Kind::model), Stream.of(DeleteOptions.class, Scale.class))
                .forEach(model -> collect(new Form("", "", model).schema(), there));

        assertThat(there).containsAll(kept().keySet());
    }

    private static void collect(Schema type, Set<String> fields) {
        if (type instanceof Schema.ListOf list) {
            collect(list.element(), fields);
        } else if (type instanceof Schema.Fields parts) {
            parts.fields().forEach((name, inner) -> {
                if (fields.add(parts.name() + "." + name)) {
                    collect(inner, fields);
                }
            });
        }
    }

    private static Map<String, String> kept() throws IOException {
        return fields("/dev/podproof/reference/api/schema/zeros.txt");
    }

    private void zero(Kind kind, ObjectNode whole, ObjectNode part, Schema.Fields schema, JsonNode expected) {
        schema.fields().forEach((name, type) -> {
            var field = schema.name() + "." + name;
            if (part.has(name)) {
                parts(part.get(name), type)
                        .forEach(inner -> zero(kind, whole, inner.object(), inner.schema(), expected));
            } else if (!(type instanceof Schema.Fields)
                    && type != Schema.Value.ANY
                    && sent.add(kind.name() + "/" + field)) {
                part.set(name, zero(type));
                var answer = post(kind, whole);
                part.remove(name);
                if (answer.status() != 201) {
                    refused.put(field, String.valueOf(answer.status()));
                } else if (!stored(answer).equals(expected)) {
                    changed.add(field);
                }
            }
        });
    }

    /** An object inside of another, and its schema. */
    private record Part(ObjectNode object, Schema.Fields schema) {}

    private static List<Part> parts(JsonNode value, Schema type) {
        List<Part> parts = new ArrayList<>();
        if (type instanceof Schema.Fields fields && value instanceof ObjectNode object) {
            parts.add(new Part(object, fields));
        } else if (type instanceof Schema.ListOf list && list.element() instanceof Schema.Fields fields) {
            value.forEach(element -> parts.add(new Part((ObjectNode) element, fields)));
        }
        return parts;
    }

    private static JsonNode zero(Schema type) {
        if (type instanceof Schema.ListOf) {
            return NODES.arrayNode();
        }
        if (type instanceof Schema.MapOf) {
            return NODES.objectNode();
        }
        return switch ((Schema.Value) type) {
            case STRING -> NODES.textNode("");
            case BOOLEAN -> NODES.booleanNode(false);
            case INT32, INT64, NUMBER, QUANTITY, INT_OR_STRING -> NODES.numberNode(0);
            case TIME, MICRO_TIME, ANY -> NODES.nullNode();
        };
    }

    private static RawApi.Answer post(Kind kind, ObjectNode object) {
        var root = kind.group().isEmpty() ? "/api/v1" : "/apis/" + kind.apiVersion();
        var place = kind.namespaced() ? root + "/namespaces/default/" : root + "/";
        return ADMIN.send("POST", place + kind.plural() + "?dryRun=All", "application/json", object.toString());
    }

    private static JsonNode stored(RawApi.Answer answer) {
        var object = (ObjectNode) answer.json();
        ((ObjectNode) object.path("metadata")).remove(List.of("uid", "creationTimestamp"));
        return object;
    }

    private static Map<String, String> fields(String name) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        resource(name).lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            var parts = line.split(" ", 3);
            fields.put(parts[0], parts.length > 1 ? parts[1] : "");
        });
        return fields;
    }

    private static String resource(String name) throws IOException {
        try (var file = ZeroValuesTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }
}
