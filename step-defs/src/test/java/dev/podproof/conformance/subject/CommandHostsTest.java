package dev.podproof.conformance.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a "host" that is this machine: a folder with a docker command of its own, and files for its power and its cable. */
class CommandHostsTest {
    @TempDir
    private Path folder;

    private CommandHosts hosts;

    @AfterEach
    void letGo() {
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    void aCommandArrivesWordByWord() throws IOException {
        hosts = hosts();

        assertThat(hosts.exec("one", "printf", "<%s>", "two words", "it's", "$HOME", "")
                        .out())
                .isEqualTo("<two words><it's><$HOME><>");
    }

    @Test
    void aCommandsEndIsToldWithWhatItSaid() throws IOException {
        hosts = hosts();

        assertThat(hosts.exec("one", "sh", "-c", "echo out; echo err >&2; exit 3")
                        .raw())
                .isEqualTo("out\n\n[stderr] err [exit code 3]");
    }

    @Test
    void anEngineIsReachedOverTheStandardStreamsOfACommand() throws IOException {
        hosts = hosts();
        DockerClient engine = hosts.engine("one");

        engine.pingCmd().exec();

        assertThat(engine.versionCmd().exec().getVersion()).isEqualTo("20.10.99");
        assertThat(Files.readString(folder.resolve("asked"))).contains("GET /_ping", "GET /version");
    }

    @Test
    void whatWasTakenAwayAndNotGivenBackIsRestored() throws IOException {
        hosts = hosts();
        hosts.stop("one");
        hosts.cutOff("one");
        hosts.cutOff("two");
        hosts.heal("two");

        hosts.restore();
        hosts.restore();

        assertThat(Files.readAllLines(folder.resolve("one")))
                .as("power on heals too: the rules of a machine that was off are gone")
                .containsExactly("stop", "cut", "start");
        assertThat(Files.readAllLines(folder.resolve("two"))).containsExactly("cut", "heal");
    }

    @Test
    void aHostThatDoesNotObeyIsNamedWithWhatItSaid() {
        hosts = new CommandHosts(
                Map.of("one", new HostCommands(say(""), say("no such machine"), say(""), say(""), say(""))));

        assertThatThrownBy(() -> hosts.stop("one"))
                .isInstanceOf(HostLost.class)
                .hasMessageStartingWith("host one does not stop: ")
                .hasMessageContaining("no such machine [exit code 1]");
        assertThatThrownBy(() -> hosts.exec("three", "true"))
                .hasMessage("no way to host three is given, only to [one]");
    }

    private CommandHosts hosts() throws IOException {
        Path docker = folder.resolve("docker");
        Files.writeString(docker, """
                #!/bin/sh
                [ "$2" = dial-stdio ] || exit 0
                while read -r line; do
                  printf '%s\\n' "$line" >> asked
                  case $line in
                    *_ping*) body=OK ;;
                    */version*) body='{"Version": "20.10.99"}' ;;
                    ?) printf 'HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: %s\\r\\n\\r\\n%s' ${#body} "$body" ;;
                  esac
                done
                """);
        assertThat(docker.toFile().setExecutable(true)).isTrue();
        return new CommandHosts(Map.of("one", commands("one"), "two", commands("two")));
    }

    private HostCommands commands(String host) {
        return new HostCommands(
                List.of("env", "-C", folder.toString(), "PATH=" + folder + ":" + System.getenv("PATH")),
                note(host, "stop"),
                note(host, "start"),
                note(host, "cut"),
                note(host, "heal"));
    }

    private List<String> note(String host, String what) {
        return List.of("sh", "-c", "echo " + what + " >> " + folder.resolve(host));
    }

    private static List<String> say(String words) {
        return List.of("sh", "-c", "echo " + words + "; exit 1");
    }
}
