package dev.podproof.reference.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostCommandsTest {
    private final Commands commands = new HostCommands(Duration.ofSeconds(20));

    @Test
    void passes_input_on_and_gives_back_the_output_even_if_both_are_larger_than_a_pipe() {
        String input = "0123456789abcde\n".repeat(40_000);

        assertThat(commands.run(List.of("cat"), input)).isEqualTo(input);
    }

    @Test
    void keeps_no_more_of_an_output_than_there_is_memory_for() {
        String output = commands.run("sh", "-c", "yes 0123456789abcde | head -c 33554432");

        assertThat(output).hasSize(8 << 20).startsWith("0123456789abcde\n");
    }

    @Test
    void passes_words_on_without_a_shell() {
        assertThat(commands.run("echo", "$HOME; *")).isEqualTo("$HOME; *\n");
    }

    @Test
    void says_the_command_the_status_and_the_programs_own_words_when_it_fails() {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> commands.run("sh", "-c", "echo no such device >&2; exit 3"))
                .withMessageContaining("sh -c")
                .withMessageContaining("status 3: no such device")
                .satisfies(failed -> assertThat(failed.status()).isEqualTo(3));
    }

    @Test
    void says_that_a_program_is_not_there() {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> commands.run("podproof-no-such-program"))
                .withMessageContaining("can't start `podproof-no-such-program`")
                .satisfies(failed -> assertThat(failed.reason()).isEqualTo(CommandFailed.Reason.NOT_STARTED));
    }

    @Test
    void kills_a_program_that_is_not_done_in_time() {
        Commands impatient = new HostCommands(Duration.ofMillis(200));

        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> impatient.run("sleep", "60"))
                .satisfies(failed -> assertThat(failed.reason()).isEqualTo(CommandFailed.Reason.TIMED_OUT));
    }

    @Test
    void a_program_that_fails_may_have_said_something_useful_before() {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> commands.run("sh", "-c", "echo 42; exit 1"))
                .satisfies(failed -> assertThat(failed.output()).isEqualTo("42\n"));
    }

    @Test
    void keeps_no_more_than_the_first_of_a_programs_complaints_and_hears_it_out() {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> commands.run("sh", "-c", "yes complaint | head -c 20000000 >&2; exit 7"))
                .satisfies(failed -> assertThat(failed.status()).isEqualTo(7))
                .satisfies(
                        failed -> assertThat(failed.error()).hasSize(64 << 10).startsWith("complaint\n"));
    }
}
