package dev.podproof.reference.api.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {
    private static final String DOCUMENT = "{'a':{'b':[1,2,3]},'c':'d','e~f/g':1}";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            [{'op':'add','path':'/x','value':{'y':1}}]                       | {'a':{'b':[1,2,3]},'c':'d','e~f/g':1,'x':{'y':1}}
            [{'op':'add','path':'/c','value':'new'}]                         | {'a':{'b':[1,2,3]},'c':'new','e~f/g':1}
            [{'op':'add','path':'/a/b/1','value':9}]                         | {'a':{'b':[1,9,2,3]},'c':'d','e~f/g':1}
            [{'op':'add','path':'/a/b/3','value':9}]                         | {'a':{'b':[1,2,3,9]},'c':'d','e~f/g':1}
            [{'op':'add','path':'/a/b/-','value':9}]                         | {'a':{'b':[1,2,3,9]},'c':'d','e~f/g':1}
            [{'op':'remove','path':'/a/b/0'},{'op':'remove','path':'/c'}]    | {'a':{'b':[2,3]},'e~f/g':1}
            [{'op':'replace','path':'/a/b/0','value':null}]                  | {'a':{'b':[null,2,3]},'c':'d','e~f/g':1}
            [{'op':'replace','path':'/e~0f~1g','value':2}]                   | {'a':{'b':[1,2,3]},'c':'d','e~f/g':2}
            [{'op':'replace','path':'','value':{'z':1}}]                     | {'z':1}
            [{'op':'move','from':'/a/b','path':'/c'}]                        | {'a':{},'c':[1,2,3],'e~f/g':1}
            [{'op':'move','from':'/a/b/0','path':'/a/b/2'}]                  | {'a':{'b':[2,3,1]},'c':'d','e~f/g':1}
            [{'op':'copy','from':'/a','path':'/a/x'}]                        | {'a':{'b':[1,2,3],'x':{'b':[1,2,3]}},'c':'d','e~f/g':1}
            [{'op':'test','path':'/a/b','value':[1,2,3]}]                    | {'a':{'b':[1,2,3]},'c':'d','e~f/g':1}
            []                                                               | {'a':{'b':[1,2,3]},'c':'d','e~f/g':1}
            """)
    void applies(String patch, String result) {
        assertThat(apply(patch)).isEqualTo(json(result));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            [{'op':'add','path':'/x/y','value':1}]
            [{'op':'add','path':'/a/b/4','value':1}]
            [{'op':'add','path':'/a/b/x','value':1}]
            [{'op':'add','path':'/c/d','value':1}]
            [{'op':'add','path':'/x'}]
            [{'op':'add','path':'x','value':1}]
            [{'op':'add','value':1}]
            [{'op':'remove','path':'/x'}]
            [{'op':'remove','path':'/a/b/-'}]
            [{'op':'remove','path':''}]
            [{'op':'replace','path':'/x','value':1}]
            [{'op':'replace','path':'','value':1}]
            [{'op':'move','from':'/a','path':'/a/b'}]
            [{'op':'copy','from':'/x','path':'/y'}]
            [{'op':'test','path':'/c','value':'x'}]
            [{'op':'test','path':'/x','value':'x'}]
            [{'op':'other','path':'/c'}]
            [{'path':'/c'}]
            [1]
            """)
    void doesNotApply(String patch) {
        assertThatThrownBy(() -> apply(patch)).satisfies(refused -> reason(refused, Reason.INVALID));
    }

    @Test
    void whatIsNoListOfOperationsIsNoPatch() {
        assertThatThrownBy(() -> apply("{'op':'test'}")).satisfies(refused -> reason(refused, Reason.BAD_REQUEST));
    }

    @Test
    void copiesAreCountedBeforeTheyAreMade() {
        String doubling = IntStream.range(0, 26)
                .mapToObj(i -> "{'op':'copy','from':'/a','path':'/a/x" + i + "'}")
                .collect(Collectors.joining(",", "[", "]"));
        long begin = System.nanoTime();
        assertThatThrownBy(() -> apply(doubling)).satisfies(refused -> reason(refused, Reason.TOO_LARGE));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void soManyOperationsAreTakenAndNotOneMore() {
        assertThat(apply(many(10_000))).isEqualTo(json(DOCUMENT));
        assertThatThrownBy(() -> apply(many(10_001))).satisfies(refused -> reason(refused, Reason.TOO_LARGE));
    }

    private static String many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{'op':'test','path':'/c','value':'d'}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void reason(Throwable refused, Reason reason) {
        assertThat(((ApiException) refused).reason()).isEqualTo(reason);
    }

    private static JsonNode apply(String patch) {
        return JsonPatch.apply(Json.parseObject(json(DOCUMENT).toString().getBytes(UTF_8)), json(patch));
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(UTF_8));
    }
}
