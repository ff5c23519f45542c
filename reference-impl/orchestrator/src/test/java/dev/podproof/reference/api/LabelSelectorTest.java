package dev.podproof.reference.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
    /** What is read in time that grows with its square would take hours. */
    private static final int LONG = 2_000_000;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a=1             | true
        a == 1          | true
        a != 1          | false
        b!=1            | true
        ' a , !b '      | true
        '! b'           | true
        a in (1,2)      | true
        a in(1)         | true
        a notin ( 1 , 2 ) | false
        b notin (1)     | true
        a=1,a in (2)    | false
        b               | false
        """)
    void selectsAsDocumented(String selector, boolean matches) {
        assertThat(LabelSelector.parse(selector).matches(Map.of("a", "1"))).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=!b", "a in 1", "a in (1", "=1", "a b", "!", "a,", "a!", "(", "a in (b(c))"})
    void refusesWhatItCanNotRead(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector)).isInstanceOf(ApiException.class);
    }

    /** A request's selector is read on an event loop, before anybody knows what the caller may do. */
    @ParameterizedTest
    @ValueSource(strings = {" ~!", "a ~!", "a ~in ~!", "a in (~ ~!", "a= ~(", "!~ ~", "~!"})
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void readsALongOneInTheTimeThatItsLengthTakes(String form) {
        var selector = "a," + form.replace("~", " ".repeat(LONG)) + "x y";

        assertThatThrownBy(() -> LabelSelector.parse(selector)).isInstanceOf(ApiException.class);
    }
}
