package dev.podproof.report.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that a cluster, a pod or a file says is done by the terminal of whoever reads it. */
class TerminalTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Terminal terminal =
            new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), true, true);

    static Stream<Arguments> nasty() {
        return Stream.of(
                Arguments.of("pod \u001b[2Jgone", "pod \\x1b[2Jgone"),
                Arguments.of("\u001b]52;c;cm0gLXJmIC8=\u0007", "\\x1b]52;c;cm0gLXJmIC8=\\x07"),
                Arguments.of("\u009b31mred", "\\x9b31mred"),
                Arguments.of("failed\rpassed", "failed\\rpassed"),
                Arguments.of("rm\b\b\u007f", "rm\\x08\\x08\\x7f"),
                Arguments.of("gpj.\u202eexe\u2066", "gpj.\\u202eexe\\u2066"),
                Arguments.of("a\0b\u200b\u2028", "a\\x00b\\u200b\\u2028"),
                Arguments.of(new String(new byte[] {'a', (byte) 0xff}, UTF_8), "a\ufffd"),
                Arguments.of("ä 漢字 ✓ …", "ä 漢字 ✓ …"));
    }

    @ParameterizedTest
    @MethodSource("nasty")
    void shows_what_others_would_have_it_do(String nasty, String shown) {
        terminal.line(nasty);
        terminal.error(nasty);
        assertThat(out).hasToString(shown + "\n");
        assertThat(err).hasToString(shown + "\n");
    }

    @Test
    void gives_its_own_colours_and_no_others() {
        terminal.line(terminal.red("failed \u001b[32mpassed\u001b[0m") + " \u001b[5mblink");
        assertThat(out).hasToString("\u001b[31mfailed \\x1b[32mpassed\\x1b[0m\u001b[0m \\x1b[5mblink\n");
    }

    @Test
    void draws_over_its_own_line_and_lets_nobody_else_do_so() {
        terminal.redraw("half \u001b[1A way\r");
        assertThat(out).hasToString("\r\u001b[2Khalf \\x1b[1A way\\r");
    }

    @Test
    void an_unexpected_error_is_shown_as_it_is_and_does_nothing() {
        new Failures(terminal).handleExecutionException(new IllegalStateException("\u001b[2J"), null, null);
        assertThat(err.toString())
                .contains("IllegalStateException: \\x1b[2J", "at dev.podproof")
                .doesNotContain("\u001b");
    }
}
