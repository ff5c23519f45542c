package dev.podproof.reference.api.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PodChangeTest {

    @Test
    void anImageMayChangeAndACommandMayNot() {
        assertThat(refused("{'name': 'main', 'image': 'a'}", "{'name': 'main', 'image': 'b'}"))
                .isFalse();
        assertThat(refused(
                        "{'name': 'main', 'image': 'a', 'command': ['x']}",
                        "{'name': 'main', 'image': 'a', 'command': ['y']}"))
                .isTrue();
    }

    private static boolean refused(String before, String after) {
        Problems problems = new Problems();
        PodChange.validate(pod(before), pod(after), problems);
        return !problems.isEmpty();
    }

    private static ObjectNode pod(String container) {
        String json = "{'spec': {'containers': [" + container + "]}}";
        return (ObjectNode) Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
