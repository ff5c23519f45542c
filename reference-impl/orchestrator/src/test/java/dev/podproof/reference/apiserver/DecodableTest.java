package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.schema.Conformity;
import dev.podproof.reference.api.schema.Schema;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An object that is kept and that a component cannot decode would hide all others of its kind from that component: a list is decoded
 * as one. So for each field of each kind, with values that nobody means: it is refused, or our client can read it.
 */
class DecodableTest {

    private static final List<String> ODD = List.of(
            "''",
            "'x'",
            "'-1'",
            "'2026-12-01T12:00:00Z'",
            "'2026-12-01T12:00:00.5+02:00'",
            "'9999-12-31T23:59:59Z'",
            "'1e99999'",
            "'\\u0000'",
            "0",
            "-1",
            "1.5",
            "99999999999",
            "1e400",
            "true",
            "{}",
            "{'a':'b'}",
            "{'a':{}}",
            "[]",
            "[{}]",
            "['x']",
            "[[]]",
            "[null]",
            "null");

    private final KubernetesSerialization client = new KubernetesSerialization();
    private final ObjectMapper json = new ObjectMapper();

    static List<Kind> kinds() {
        return new Kinds().all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void what_is_kept_can_be_decoded(Kind kind) {
        List<List<String>> paths = new ArrayList<>();
        leaves(kind.form().schema(), new ArrayList<>(), new HashSet<>(), paths);
        int kept = 0;
        for (List<String> path : paths) {
            for (String text : ODD) {
                ObjectNode document = document(path, parsed(text));
                try {
                    Conformity.enforce(document, kind.form().schema());
                } catch (ApiException refused) {
                    continue;
                }
                kept++;
                try {
                    client.unmarshal(document.toString(), kind.model());
                } catch (RuntimeException undecodable) {
                    fail(kind.name() + " is kept and can't be decoded: " + document, undecodable);
                }
            }
        }
        assertThat(kept).isGreaterThan(paths.size());
    }

    @Test
    void times_get_the_form_that_they_have_in_answers() {
        ObjectNode lease = document(List.of("spec", "renewTime"), parsed("'2026-12-01T14:00:00.5+02:00'"));
        Conformity.enforce(
                lease, new Kinds().named("leases.coordination.k8s.io").form().schema());
        assertThat(Json.text(lease, "spec", "renewTime")).isEqualTo("2026-12-01T12:00:00.500000Z");

        ObjectNode event = document(List.of("lastTimestamp"), parsed("'2026-12-01T14:00:00.5+02:00'"));
        Conformity.enforce(event, new Kinds().named("events").form().schema());
        assertThat(Json.text(event, "lastTimestamp")).isEqualTo("2026-12-01T12:00:00Z");
    }

    /** Where values can stand: {@code []} is the first of a list, {@code {}} some name of a map. Each type is gone through once. */
    private static void leaves(Schema schema, List<String> path, Set<Schema> seen, List<List<String>> found) {
        found.add(List.copyOf(path));
        if (schema instanceof Schema.Fields fields) {
            if (seen.add(fields)) {
                fields.fields().forEach((name, type) -> leaves(type, with(path, name), seen, found));
            }
        } else if (schema instanceof Schema.ListOf list) {
            leaves(list.element(), with(path, "[]"), seen, found);
        } else if (schema instanceof Schema.MapOf map) {
            leaves(map.value(), with(path, "{}"), seen, found);
        }
    }

    private static List<String> with(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static ObjectNode document(List<String> path, JsonNode value) {
        JsonNode document = value;
        for (int i = path.size() - 1; i >= 0; i--) {
            if (path.get(i).equals("[]")) {
                ArrayNode list = Json.array();
                document = list.add(document);
            } else {
                document = Json.object().set(path.get(i).equals("{}") ? "name" : path.get(i), document);
            }
        }
        return document instanceof ObjectNode object ? object : Json.object();
    }

    private JsonNode parsed(String text) {
        try {
            return json.readTree(text.replace('\'', '"'));
        } catch (IOException wrong) {
            throw new IllegalStateException(wrong);
        }
    }
}
