package dev.podproof.reference.node.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.node.runtime.ContainerSpec.Terminal;
import dev.podproof.reference.node.runtime.ContainerStreams.AttachRequest;
import dev.podproof.reference.node.runtime.ContainerStreams.ExecRequest;
import dev.podproof.reference.node.runtime.ContainerStreams.LogQuery;
import dev.podproof.reference.node.runtime.ProcessStreams;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What goes into and comes out of containers of the machine's own Docker Engine. */
class DockerStreamsIT extends EngineFixture {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z ";

    @Test
    void passes_a_commands_streams_both_ways_and_tells_how_it_ended() throws Exception {
        String id = started("sleep 1000");
        Output output = new Output();
        byte[] sent = new byte[3_000_000];
        new Random(7).nextBytes(sent);

        try (ProcessStreams process =
                runtime.streams().exec(id, exec(false, "sh", "-c", "cat; echo problem >&2; exit 5"), output)) {
            process.write(ByteBuffer.wrap(sent));
            process.endInput();

            assertThat(output.ended.get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(output.out.toByteArray()).isEqualTo(sent);
            assertThat(output.err.toString(StandardCharsets.UTF_8)).isEqualTo("problem\n");
            assertThat(process.exitCode()).isEqualTo(5);
        }
    }

    @Test
    void gives_a_command_a_terminal_of_the_size_that_it_is_told() throws Exception {
        String id = started("sleep 1000");
        Output output = new Output();

        try (ProcessStreams process =
                runtime.streams().exec(id, exec(true, "sh", "-c", "read go; stty size; exit 0"), output)) {
            process.resize(132, 43);
            process.write(ByteBuffer.wrap("go\n".getBytes(StandardCharsets.UTF_8)));

            assertThat(output.ended.get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(output.out.toString(StandardCharsets.UTF_8)).contains("43 132");
        }
    }

    @Test
    void refuses_a_command_in_a_container_that_does_not_run() {
        String id = runtime.create(container("main", "exit 0").build());

        assertThatExceptionOfType(RuntimeFailure.class)
                .isThrownBy(() -> runtime.streams().exec(id, exec(false, "sh"), new Output()))
                .withMessageContaining("not running");
    }

    @Test
    void reads_what_a_container_wrote_all_of_it_or_the_last_lines() throws Exception {
        String id = started("echo one; echo two; echo three >&2");
        await().until(() -> find(id).ended());

        assertThat(logs(id, new LogQuery(false, false, Optional.empty(), Optional.empty())))
                .isEqualTo("one\ntwo\nthree\n");
        assertThat(logs(id, new LogQuery(false, false, Optional.of(1L), Optional.empty())))
                .hasLineCount(1);
        assertThat(logs(id, new LogQuery(false, true, Optional.empty(), Optional.empty())))
                .matches("(?s)\\d{4}-\\d\\d-\\d\\dT.*Z one\n.*");
    }

    @Test
    void follows_what_a_container_writes_until_it_ends() throws Exception {
        String id = started("echo early; read go < /dev/stdin; echo late; exit 0");
        Output output = new Output();
        try (AutoCloseable reading =
                runtime.streams().logs(id, new LogQuery(true, false, Optional.empty(), Optional.empty()), output)) {
            assertThat(reading).isNotNull();
            assertThat(output.ended.get(30, TimeUnit.SECONDS)).isEmpty();
        }
        assertThat(output.out.toString(StandardCharsets.UTF_8)).isEqualTo("early\nlate\n");
    }

    @Test
    void who_attaches_to_a_container_that_ends_at_once_hears_all_of_it_or_that_it_does_not_run() throws Exception {
        for (int i = 0; i < 30; i++) {
            String id = started("echo hello");
            Output output = new Output();
            try (ProcessStreams process = runtime.streams().attach(id, new AttachRequest(true, true, true), output)) {
                assertThat(process).isNotNull();
                assertThat(output.ended.get(20, TimeUnit.SECONDS)).isEmpty();
            } catch (RuntimeFailure ended) {
                assertThat(ended).hasMessageContaining("not running");
            }
            runtime.remove(id);
        }
    }

    @Test
    void a_long_line_is_one_line_in_every_respect() throws Exception {
        String script = "head -c 50000 /dev/zero; echo end; echo err; head -c 40000 /dev/zero; echo last";
        for (Terminal terminal : List.of(Terminal.NONE, new Terminal(false, false, true))) {
            String id = runtime.create(
                    container("main", script).withTerminal(terminal).build());
            runtime.start(id);
            await().until(() -> find(id).ended());
            String newline = terminal.tty() ? "\r\n" : "\n";

            String last = logs(id, new LogQuery(false, true, Optional.of(1L), Optional.empty()));
            assertThat(last).matches("(?s)" + TIME + "\0{40000}last" + newline);
            String all = logs(id, new LogQuery(false, true, Optional.empty(), Optional.empty()));
            assertThat(all)
                    .contains("err" + newline)
                    .hasSize(3 * 31 + 50_000 + 40_000 + "enderrlast".length() + 3 * newline.length());
            assertThat(all.replaceAll("\0", "").split(TIME, -1)).hasSize(4);
            String plain = logs(id, new LogQuery(false, false, Optional.of(2L), Optional.empty()));
            assertThat(plain.replace("\0", ""))
                    .contains("err" + newline, "last" + newline)
                    .doesNotContain("end");
        }
    }

    @Test
    void a_log_that_is_followed_ends_when_its_container_is_removed() throws Exception {
        String id = started("echo here; sleep 1000");
        Output output = new Output();
        try (AutoCloseable reading =
                runtime.streams().logs(id, new LogQuery(true, false, Optional.empty(), Optional.empty()), output)) {
            assertThat(reading).isNotNull();
            await().until(() -> output.out.size() > 0);
            runtime.remove(id);
            assertThat(output.ended.get(20, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void a_command_ends_when_its_container_is_killed() throws Exception {
        String id = started("sleep 1000");
        Output output = new Output();
        try (ProcessStreams process = runtime.streams().exec(id, exec(false, "sleep", "1000"), output)) {
            runtime.signal(id, "SIGKILL");
            assertThat(output.ended.get(20, TimeUnit.SECONDS)).isEmpty();
            CompletableFuture<Integer> code = CompletableFuture.supplyAsync(process::exitCode);
            await().until(code::isDone);
        }
    }

    @Test
    void a_command_can_be_ended_with_all_that_it_began_and_its_container_goes_on() throws Exception {
        String id = started("exec sleep 1000");
        Output output = new Output();
        try (ProcessStreams process = runtime.streams()
                .exec(id, exec(false, "sh", "-c", "sleep 1001 & sleep 1002 & echo on; wait"), output)) {
            await().until(() -> processes(id).equals(Set.of("sleep 1000", "sh", "sleep 1001", "sleep 1002")));
            assertThat(process.exitCode(Duration.ofMillis(10))).isEmpty();

            process.kill();

            assertThat(process.exitCode(Duration.ofSeconds(20))).hasValue(137);
            await().until(() -> processes(id).equals(Set.of("sleep 1000")));
            process.kill();
            assertThat(find(id).ended()).isFalse();
        }
    }

    private static Set<String> processes(String id) {
        return Arrays.stream(docker.topContainerCmd(id)
                        .withPsArgs("-o pid,args")
                        .exec()
                        .getProcesses())
                .map(line -> line[1].replaceAll("^(sh) -c .*", "$1"))
                .collect(Collectors.toSet());
    }

    @Test
    void two_hundred_followers_hold_up_nobody_who_works() throws Exception {
        String id = started("echo here; sleep 1000");
        List<AutoCloseable> followers = new ArrayList<>();
        List<Output> outputs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Output output = new Output();
            outputs.add(output);
            followers.add(
                    runtime.streams().logs(id, new LogQuery(true, false, Optional.empty(), Optional.empty()), output));
        }
        await().until(() -> outputs.stream().allMatch(output -> output.out.size() > 0));
        String other = started("exit 3");
        await().until(() -> find(other).ended());
        for (AutoCloseable follower : followers) {
            follower.close();
        }
    }

    private static String logs(String id, LogQuery query) throws Exception {
        Output output = new Output();
        try (AutoCloseable reading = runtime.streams().logs(id, query, output)) {
            assertThat(reading).isNotNull();
            assertThat(output.ended.get(30, TimeUnit.SECONDS)).isEmpty();
        }
        return output.out.toString(StandardCharsets.UTF_8) + output.err.toString(StandardCharsets.UTF_8);
    }

    private static ExecRequest exec(boolean tty, String... command) {
        return new ExecRequest(List.of(command), true, true, !tty, tty);
    }
}
