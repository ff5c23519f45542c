package dev.podproof.reference.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What would do something to a terminal, or pass for something else, and how it is shown. */
class PrintableTest {
    static Stream<Arguments> nasty() {
        return Stream.of(
                Arguments.of("plain ä ö 漢字 🙂 \t tab", "plain ä ö 漢字 🙂 \t tab"),
                Arguments.of("\u001b[2J\u001b[H", "\\x1b[2J\\x1b[H"),
                Arguments.of("\u001b]52;c;cm0gLXJmIC8=\u0007", "\\x1b]52;c;cm0gLXJmIC8=\\x07"),
                Arguments.of("\u009b31m\u0090\u009d", "\\x9b31m\\x90\\x9d"),
                Arguments.of("ok\rFAILED", "ok\\rFAILED"),
                Arguments.of("rm\b\bls\u007f", "rm\\x08\\x08ls\\x7f"),
                Arguments.of("a\0b", "a\\x00b"),
                Arguments.of("txt.\u202eexe\u202c\u2066\u200f", "txt.\\u202eexe\\u202c\\u2066\\u200f"),
                Arguments.of("a\u200bb\u2060\ufeff", "a\\u200bb\\u2060\\ufeff"),
                Arguments.of("a\u2028b\u2029", "a\\u2028b\\u2029"),
                Arguments.of("half \ud800 of a pair", "half \\ud800 of a pair"),
                Arguments.of("\udb40\udc41", "\\U000e0041"),
                Arguments.of(new String(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b'}, UTF_8), "a\ufffd\ufffdb"),
                Arguments.of("", ""));
    }

    @ParameterizedTest
    @MethodSource("nasty")
    void shows_what_it_would_do(String nasty, String shown) {
        assertThat(Printable.text(nasty)).isEqualTo(shown);
        assertThat(Printable.line(nasty)).isEqualTo(shown.strip());
    }

    @Test
    void keeps_lines_or_makes_one_of_them() {
        assertThat(Printable.text("one\n two\n")).isEqualTo("one\n two\n");
        assertThat(Printable.line("one\r\n two\n\nthree\n")).isEqualTo("one |  two | three");
    }

    @ParameterizedTest
    @MethodSource("nasty")
    void a_beginning_ends_with_a_whole_character(String nasty, String shown) {
        for (int bytes = 3; bytes < 40; bytes++) {
            String begun = Printable.beginning(shown, bytes);
            assertThat(begun.getBytes(UTF_8).length).isLessThanOrEqualTo(bytes);
            assertThat(begun).doesNotContain("\ud83d\u2026");
            assertThat(shown).startsWith(begun.replaceAll("…$", ""));
        }
        assertThat(Printable.beginning(shown, 1_000)).isEqualTo(shown);
        assertThat(Printable.beginning("x".repeat(10_000), 1_024).getBytes(UTF_8))
                .hasSize(1_024);
    }

    @Test
    void an_entry_of_the_log_is_one_whatever_is_in_it() throws Exception {
        var written = new ByteArrayOutputStream();
        PrintStream before = System.err;
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        System.setErr(new PrintStream(written, true, UTF_8));
        try {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(PrintableTest.class.getResource("/logback.xml"));
            Logger log = context.getLogger("dev.podproof.Test");
            log.warn("{} joined", "host-1\r\n2026-01-31T12:00:00.000Z INFO  Test - all is well\u001b[2J");
            log.error(
                    "it failed",
                    new IllegalStateException(
                            "no\n2026-01-31T12:00:00.000Z INFO  Test - all is well\u001b]0;x\u0007",
                            new IllegalArgumentException("why\nnot")));
        } finally {
            System.setErr(before);
            context.stop();
        }
        String all = written.toString(UTF_8);
        assertThat(all.lines().filter(line -> line.startsWith("20"))).hasSize(2);
        assertThat(all).contains("all is well\\x1b[2J", "all is well\\x1b]0;x\\x07", "\tCaused by: ", "\tnot");
        assertThat(all.codePoints().filter(point -> point < ' ' && point != '\n' && point != '\t'))
                .isEmpty();
    }
}
