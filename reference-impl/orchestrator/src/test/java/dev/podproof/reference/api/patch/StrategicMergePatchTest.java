package dev.podproof.reference.api.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergePatchTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        fields merge                        | {a: 1, b: 2}              | {b: 3, c: 4}              | {a: 1, b: 3, c: 4}
        null removes                        | {a: 1, b: 2}              | {b: null}                 | {a: 1}
        objects merge                       | {m: {a: 1}}               | {m: {b: 2}}               | {m: {a: 1, b: 2}}
        a list without a key is replaced    | {args: [a, b]}            | {args: [c]}               | {args: [c]}
        finalizers are a set                | {finalizers: [a, b]}      | {finalizers: [b, c]}      | {finalizers: [a, b, c]}
        an element merges by its key        | {containers: [{name: a, image: x, tty: true}]} | {containers: [{name: a, image: y}]} | {containers: [{name: a, image: y, tty: true}]}
        a new element is added              | {containers: [{name: a}]} | {containers: [{name: b}]} | {containers: [{name: a}, {name: b}]}
        an element is deleted by directive  | {containers: [{name: a}, {name: b}]} | {containers: [{name: a, $patch: delete}]} | {containers: [{name: b}]}
        deleting what is not there is fine  | {containers: [{name: a}]} | {containers: [{name: b, $patch: delete}]} | {containers: [{name: a}]}
        a list is replaced by directive     | {containers: [{name: a}]} | {containers: [{name: b}, {$patch: replace}]} | {containers: [{name: b}]}
        an object is replaced by directive  | {m: {a: 1}}               | {m: {b: 2, $patch: replace}} | {m: {b: 2}}
        an object is deleted by directive   | {m: {a: 1}, n: 1}         | {m: {$patch: delete}}     | {n: 1}
        only retained keys stay             | {s: {a: 1, b: 2}}         | {s: {$retainKeys: [b, c], c: 3}} | {s: {b: 2, c: 3}}
        values leave a set                  | {finalizers: [a, b]}      | {$deleteFromPrimitiveList/finalizers: [a]} | {finalizers: [b]}
        an order is kept                    | {containers: [{name: a}, {name: b}]} | {$setElementOrder/containers: [{name: b}, {name: a}]} | {containers: [{name: b}, {name: a}]}
        what the order does not know stays behind its neighbour | {containers: [{name: a}, {name: x}, {name: b}]} | {$setElementOrder/containers: [{name: b}, {name: a}]} | {containers: [{name: b}, {name: a}, {name: x}]}
        a container's ports go by number    | {containers: [{name: a, ports: [{containerPort: 80, name: old}]}]} | {containers: [{name: a, ports: [{containerPort: 80, name: new}]}]} | {containers: [{name: a, ports: [{containerPort: 80, name: new}]}]}
        a service's ports go by number      | {spec: {ports: [{port: 80, targetPort: 1}]}} | {spec: {ports: [{port: 80, targetPort: 2}]}} | {spec: {ports: [{port: 80, targetPort: 2}]}}
        a field that was no object becomes one | {a: 1}                 | {a: {b: 2}}               | {a: {b: 2}}
        """)
    void mergesAsDocumented(String rule, String original, String patch, String expected) {
        assertThat(StrategicMergePatch.apply(read(original), read(patch))).isEqualTo(read(expected));
    }

    @Test
    void changesNeitherTheDocumentNorThePatch() {
        ObjectNode original = read("{containers: [{name: a, ports: [{containerPort: 1}]}]}");
        ObjectNode patch = read("{containers: [{name: a, ports: [{containerPort: 2}]}]}");
        ObjectNode result = StrategicMergePatch.apply(original, patch);
        ((ObjectNode) result.at("/containers/0")).put("name", "other");
        assertThat(original).isEqualTo(read("{containers: [{name: a, ports: [{containerPort: 1}]}]}"));
        assertThat(patch).isEqualTo(read("{containers: [{name: a, ports: [{containerPort: 2}]}]}"));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {$patch: explode}              | unknown value of $patch: explode
        {$whatever: 1}                 | unknown directive $whatever
        {$retainKeys: 1}               | $retainKeys needs a list
        {containers: [{image: x}]}     | an element of containers has no name, by which it would be merged
        {containers: [1]}              | an element of containers has no name, by which it would be merged
        """)
    void refusesWhatItCannotUnderstand(String patch, String problem) {
        assertThatThrownBy(() -> StrategicMergePatch.apply(read("{containers: [{name: a}]}"), read(patch)))
                .isInstanceOf(InvalidPatch.class)
                .hasMessage(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {a: b}        | {a: c}              | {a: c}
        {a: b}        | {b: c}              | {a: b, b: c}
        {a: b, b: c}  | {a: null}           | {b: c}
        {a: [b]}      | {a: c}              | {a: c}
        {a: {b: c}}   | {a: {b: d, c: null}} | {a: {b: d}}
        {a: [{b: c}]} | {a: [1]}            | {a: [1]}
        {e: null}     | {a: 1}              | {e: null, a: 1}
        {}            | {a: {bb: {ccc: null}}} | {a: {bb: {}}}
        """)
    void aMergePatchFollowsRfc7396(String original, String patch, String expected) {
        assertThat(MergePatch.apply(read(original), read(patch))).isEqualTo(read(expected));
    }

    /** Each in turn would be merged with all that has become of it before: minutes for a patch of one megabyte. */
    @Test
    void namesAnElementSoManyTimesAndNoMore() {
        assertThat(StrategicMergePatch.apply(read("{}"), times(20)).path("conditions"))
                .hasSize(1);
        assertThatThrownBy(() -> StrategicMergePatch.apply(read("{}"), times(21)))
                .hasMessage("more than 20 elements of conditions have the same type: merge them");
    }

    private static ObjectNode times(int times) {
        var patch = read("{}");
        var conditions = patch.putArray("conditions");
        for (int i = 0; i < times; i++) {
            conditions.addObject().put("type", "a").put("field-" + i, i);
        }
        return patch;
    }

    /** What took the square of this would take hours. */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void takesNoLongerForManyDirectivesThanForAsManyFields() {
        int many = 500_000;
        var patch = read("{}");
        var labels = patch.putObject("labels");
        var kept = labels.putArray("$retainKeys");
        var replaced = patch.putObject("annotations").put("$patch", "replace");
        for (int i = 0; i < many; i++) {
            labels.put("k" + i, i);
            kept.add("x" + i);
            replaced.put("$k" + i, i);
        }

        assertThat(StrategicMergePatch.apply(read("{}"), patch)).isEqualTo(read("{labels: {}, annotations: {}}"));
    }

    private static ObjectNode read(String yaml) {
        try {
            return (ObjectNode) YAML.readTree(yaml);
        } catch (IOException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }
}
