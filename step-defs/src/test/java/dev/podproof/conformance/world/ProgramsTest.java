package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What runs inside pods, here with a network that is pretended: it is deaf until somebody has waited twice. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it runs shell scripts, and Windows has no such shell")
class ProgramsTest {
    @TempDir
    private Path directory;

    private Path waited;

    @BeforeEach
    void aServerThatIsDeafForAWhile() throws IOException {
        waited = Files.createFile(directory.resolve("waited"));
        program("sleep", "echo \"$1\" >> " + waited);
        program("nc", "[ $(wc -l < " + waited + ") -lt 2 ] || echo 'I am a/main, you are 192.0.2.1:4000'");
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", program, "podproof"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", directory.toString(), (path, ours) -> ours + ":" + path);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return out.strip();
    }

    @Test
    void a_call_that_is_refused_is_made_again_after_a_while() throws Exception {
        assertThat(run(Programs.CALL, "5", "UDP", "192.0.2.2", "1024"))
                .isEqualTo("UDP 192.0.2.2 1024 3 I am a/main, you are 192.0.2.1:4000");
        assertThat(waited).hasContent("1\n1");
    }

    @Test
    void a_call_that_nobody_answers_is_given_up_without_waiting_once_more() throws Exception {
        assertThat(run(Programs.CALL, "2", "UDP", "192.0.2.2", "1024")).isEqualTo("UDP 192.0.2.2 1024 2");
        assertThat(waited).hasContent("1");
    }

    @Test
    void a_call_that_is_made_once_waits_for_nothing() throws Exception {
        assertThat(run(Programs.CALL, "1", "TCP", "192.0.2.2", "80")).isEqualTo("TCP 192.0.2.2 80 1");
        assertThat(waited).isEmptyFile();
    }

    @Test
    void connections_are_made_ten_at_a_time() throws Exception {
        Path running = directory.resolve("running");
        Path most = directory.resolve("most");
        program("nc", """
                echo >> %1$s.$$; ls %1$s.* 2>/dev/null | wc -l >> %2$s; /bin/sleep 0.2; rm %1$s.$$; echo 'I am a/main, you are 192.0.2.1:4000'
                """.formatted(running, most));
        List<String> doors = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            doors.addAll(List.of("1", "TCP", "192.0.2.2", "80"));
        }

        assertThat(run(Programs.CONNECT, doors.toArray(String[]::new)).lines())
                .hasSize(25)
                .allMatch("TCP 192.0.2.2 80 1 I am a/main, you are 192.0.2.1:4000"::equals);
        assertThat(Files.readAllLines(most)).extracting(Integer::valueOf).allMatch(count -> count <= 10);
    }

    @Test
    void between_connections_in_turn_there_are_pauses() throws Exception {
        program("nc", "echo 'I am a/main, you are 192.0.2.1:4000'");

        assertThat(run(Programs.CALL_IN_TURN, "1 TCP 192.0.2.2 80 ".repeat(7).split(" "))
                        .lines())
                .hasSize(7);
        assertThat(waited).hasContent("2\n2");
    }

    @Test
    void datagrams_of_one_flow_have_one_port() throws Exception {
        program("nc", "echo I got \"$@\"");

        assertThat(run(
                                Programs.CALL_FROM_ONE_PORT,
                                "1 UDP 192.0.2.2 53 ".repeat(2).split(" "))
                        .lines())
                .containsOnly("UDP 192.0.2.2 53 1 I got -u -p 4321 -w 1 192.0.2.2 53");
    }

    @Test
    void what_is_sent_and_sent_back_is_counted() throws Exception {
        program("nc", "printf 'I am a/main, you are 192.0.2.1:4000 and sent %s bytes: xxx%06000d' $(wc -c) 0");

        assertThat(run(Programs.TALK, "TCP", "192.0.2.2", "9000", "UDP", "192.0.2.3", "9000")
                        .lines())
                .containsExactlyInAnyOrder(
                        "TCP 192.0.2.2 9000 1 I am a/main, you are 192.0.2.1:4000 and sent 6001 bytes, and was sent 6060",
                        "UDP 192.0.2.3 9000 1 I am a/main, you are 192.0.2.1:4000 and sent 1301 bytes, and was sent 6060");
    }

    @Test
    void what_is_cut_off_on_its_way_back_is_asked_for_again() throws Exception {
        program("nc", "printf 'I am a/main, you are 192.0.2.1:4000 and sent %s bytes: xxx' $(wc -c)");

        assertThat(run(Programs.TALK, "UDP", "192.0.2.3", "9000"))
                .isEqualTo(
                        "UDP 192.0.2.3 9000 4 I am a/main, you are 192.0.2.1:4000 and sent 1301 bytes, and was sent 60");
    }

    @Test
    void connections_are_counted_and_given_up_where_nobody_answers() throws Exception {
        program("nc", "[ $3 = 192.0.2.9 ] || echo 'I am a/main, you are 192.0.2.1:4000'");

        assertThat(run(
                        Programs.FIRST_TRIES,
                        "3",
                        "a",
                        "192.0.2.2",
                        "80",
                        "b",
                        "192.0.2.9",
                        "80",
                        "a",
                        "192.0.2.3",
                        "80"))
                .matches("7 6( \\d+)?");
    }
}
