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
}
