package dev.podproof.hosts.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that prepares a network for hosts made of containers follows the names of the others, on a machine that is pretended. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it runs shell scripts, and Windows has no such shell")
class PreparedNetworkTest {
    private static final Path SCRIPT =
            Path.of("src/main/resources/dev/podproof/hosts/image/host/podproof-prepared-network");
    private static final String HOST_2 = "172.18.0.5 STREAM host-2";

    @TempDir
    private Path machine;

    private int planned;

    @BeforeEach
    void aHostWithNumberOne() throws IOException {
        program("hostname", "echo host-1");
        program("ip", """
                case "$*" in
                  *'route show default') echo 'default via 172.18.0.1 dev eth0' ;;
                  *'addr show dev eth0') echo '2: eth0 inet 172.18.0.4/16 brd 172.18.255.255' ;;
                  *) echo "ip $*" >> "$MACHINE/calls" ;;
                esac
                """);
        // What is found the first time, the second time, and so on; when nothing is left, the script is ended.
        program("getent", "echo \"$*\" >> \"$MACHINE/asked\"; cat \"$MACHINE/now\"; exit 2");
        program("sleep", """
                next=$(ls "$MACHINE/rounds" | head -n 1)
                [ -n "$next" ] || { kill "$PPID"; exit; }
                mv "$MACHINE/rounds/$next" "$MACHINE/now"
                """);
        Files.createDirectories(machine.resolve("rounds"));
        Files.writeString(machine.resolve("now"), "");
    }

    private void program(String name, String script) throws IOException {
        var file = Files.writeString(machine.resolve(name), "#!/usr/bin/env bash\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Looks so often for the others and finds these lines each time. */
    private void rounds(int count, String... found) throws IOException {
        for (var round = 0; round < count; round++) {
            planned++;
            Files.writeString(
                    machine.resolve("rounds").resolve("%03d".formatted(planned)), String.join("\n", found) + "\n");
        }
    }

    /** The routes that were made and taken away, in order. */
    private List<String> routes() throws IOException, InterruptedException {
        var builder = new ProcessBuilder("bash", SCRIPT.toString(), "external")
                .redirectErrorStream(true)
                .redirectOutput(machine.resolve("output").toFile());
        builder.environment().put("MACHINE", machine.toString());
        builder.environment().merge("PATH", machine.toString(), (path, ours) -> ours + ":" + path);
        var process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it did not end; so far: " + Files.readString(machine.resolve("output")));
        }
        return Files.readAllLines(machine.resolve("calls")).stream()
                .filter(call -> call.startsWith("ip route"))
                .toList();
    }

    @Test
    void a_host_that_is_found_is_led_to_once() throws Exception {
        rounds(3, HOST_2, "172.18.0.5 DGRAM  ");

        assertThat(routes()).containsExactly("ip route replace 10.244.2.0/24 via 172.18.0.5");
    }

    @Test
    void a_host_that_is_gone_is_forgotten() throws Exception {
        rounds(1, HOST_2, "172.18.0.2 STREAM master");
        rounds(7, "172.18.0.2 STREAM master");

        assertThat(routes())
                .contains("ip route replace 10.244.0.0/24 via 172.18.0.2")
                .doesNotContain("ip route del 10.244.0.0/24 via 172.18.0.2")
                .containsSubsequence(
                        "ip route replace 10.244.2.0/24 via 172.18.0.5", "ip route del 10.244.2.0/24 via 172.18.0.5");
    }

    @Test
    void a_resolver_that_fails_for_a_moment_tears_nothing() throws Exception {
        rounds(1, HOST_2);
        rounds(2);
        rounds(1, HOST_2);
        rounds(2);
        rounds(1, HOST_2);

        assertThat(routes()).containsExactly("ip route replace 10.244.2.0/24 via 172.18.0.5");
    }

    /** A name that nobody has is slow to ask for: with all of them asked first, a host had no way to the others for seconds. */
    @Test
    void few_names_are_asked_for_at_a_time_and_all_of_them_in_turn() throws Exception {
        rounds(40);

        routes();
        var asked = Files.readAllLines(machine.resolve("asked"));

        assertThat(asked.get(0)).isEqualTo("ahostsv4 master host-2 host-3 host-4 host-5 host-6 host-7 host-8");
        assertThat(asked).allSatisfy(names -> assertThat(names.split(" ")).hasSizeLessThan(10));
        assertThat(asked.stream().flatMap(names -> Stream.of(names.split(" "))))
                .contains("host-9", "host-63", "host-128")
                .doesNotContain("host-129");
    }

    @Test
    void a_host_that_comes_back_elsewhere_is_led_to_there() throws Exception {
        rounds(1, HOST_2);
        rounds(1, "172.18.0.9 STREAM host-2");

        assertThat(routes())
                .containsExactly(
                        "ip route replace 10.244.2.0/24 via 172.18.0.5",
                        "ip route del 10.244.2.0/24 via 172.18.0.5",
                        "ip route replace 10.244.2.0/24 via 172.18.0.9");
    }
}
