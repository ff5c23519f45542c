package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.conformance.probe.Documents;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeclarationTest {
    @Test
    void whatIsAddedIsNoDifference() {
        assertThat(missing(
                        "{spec: {a: 1, list: [{name: x}]}}",
                        "{spec: {a: 1, b: 2, list: [{name: x, mode: 3}, {name: y}]}, status: {}}"))
                .isEmpty();
    }

    @Test
    void whatIsLostOrAlteredIsNamedWithItsPath() {
        assertThat(missing(
                        "{spec: {a: 1, gone: {deep: true}, list: [{name: x}, {name: y}]}}",
                        "{spec: {a: '1', list: [{name: y}]}}"))
                .containsExactly(
                        "spec.a: declared 1, read \"1\"",
                        "spec.gone: declared {\"deep\":true}, read nothing",
                        "spec.list[0].name: declared \"x\", read \"y\"",
                        "spec.list[1]: declared {\"name\":\"y\"}, read nothing");
    }

    private static List<String> missing(String declared, String read) {
        return Declaration.missing(Documents.yaml(declared), Documents.yaml(read));
    }
}
