package dev.podproof.conformance.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.conformance.probe.StandingShell.NotBegun;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shell is this machine's own, a real one; only the way to it is shorter than to one in a pod. */
class StandingShellTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<Process> processes = new ArrayList<>();
    private final PodShells shells = new PodShells((namespace, pod, container) -> open());

    private StandingShell open() {
        try {
            Process process = new ProcessBuilder("sh").start();
            processes.add(process);
            StandingShell shell = new StandingShell();
            shell.connected(new StandingShell.Input() {
                @Override
                public void write(byte... text) {
                    try {
                        process.getOutputStream().write(text);
                        process.getOutputStream().flush();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }

                @Override
                public void close() {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            });
            read(process.getInputStream(), shell, ExecSocket.STDOUT);
            read(process.getErrorStream(), shell, ExecSocket.STDERR);
            return shell;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands over what the shell prints, in small pieces as a network may. */
    private static void read(InputStream from, StandingShell shell, int stream) {
        Thread reader = new Thread(() -> {
            byte[] some = new byte[7];
            try {
                for (int length = from.read(some); length >= 0; length = from.read(some)) {
                    shell.heard(stream, Arrays.copyOf(some, length));
                }
                shell.closed("its process has ended");
            } catch (IOException e) {
                shell.failed(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    @AfterEach
    void endTheShells() {
        shells.close();
        processes.forEach(Process::destroyForcibly);
    }

    private ExecResult sh(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", program, "podproof"));
        command.addAll(List.of(arguments));
        return shells.run("shop", "web", "main", command, LIMIT);
    }

    @Test
    void bothStreamsAndTheExitCodeComeApart() {
        assertThat(sh("echo out; echo err >&2; exit 7")).isEqualTo(new ExecResult(7, "out\n", "err\n"));
    }

    @Test
    void oneShellIsToldOneCommandAfterTheOther() {
        assertThat(sh("echo $PPID").out()).isEqualTo(sh("echo $PPID").out());
        assertThat(processes).hasSize(1);
    }

    @Test
    void whatACommandPrintsIsKeptToTheByte() {
        assertThat(sh("printf 'no end'; printf ' \\n\\n' >&2")).isEqualTo(new ExecResult(0, "no end", " \n\n"));
        assertThat(sh("printf '\\000\\001\\177 \\303\\244'").out()).isEqualTo("\0\1\u007f ä");
        assertThat(sh("i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i + 1)); done")
                        .out())
                .isEqualTo(IntStream.range(0, 5000)
                        .mapToObj(i -> "line " + i + "\n")
                        .reduce("", String::concat));
    }

    @Test
    void argumentsAreWordsWhateverTheyHold() {
        String[] words = {"it's", "$HOME", "a\nb", "`id`", "\\", "", "*", "ä"};

        assertThat(sh("for each in \"$@\"; do printf '<%s>' \"$each\"; done", words)
                        .out())
                .isEqualTo("<it's><$HOME><a\nb><`id`><\\><><*><ä>");
    }

    @Test
    void aCommandFindsNoInputAndLeavesTheShellAsItWas() {
        assertThat(sh("cat; cd /; x=1; echo read").out()).isEqualTo("read\n");
        assertThat(sh("pwd; echo \"[$x]\"").out()).isNotEqualTo("/\n[1]\n").endsWith("[]\n");
    }

    @Test
    void aCommandThatTakesTooLongIsLostWithItsShellAndTheNextOneHasANewShell() {
        List<String> endless = List.of("sh", "-c", "echo begun; sleep 600");

        assertThatThrownBy(() -> shells.run("shop", "web", "main", endless, Duration.ofMillis(500)))
                .isInstanceOf(ExecLost.class)
                .hasMessageContaining("shop/web/main did not end within 0 s; so far: begun");
        assertThat(sh("echo again").out()).isEqualTo("again\n");
        assertThat(processes).hasSize(2);
        assertThat(processes.get(0).isAlive()).isFalse();
    }

    @Test
    void aShellThatEndsInTheMiddleOfACommandIsALossAndTheCommandIsNotRunAgain() {
        assertThatThrownBy(() -> sh("echo half; kill -9 $PPID; sleep 5"))
                .isInstanceOf(ExecLost.class)
                .hasMessageContaining("ended in the middle of a command")
                .hasMessageContaining("half");
        assertThat(processes).hasSize(1);
    }

    @Test
    void aShellThatWentBetweenTwoCommandsIsReplaced() throws Exception {
        assertThat(sh("echo one").out()).isEqualTo("one\n");
        processes.get(0).destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        assertThat(sh("echo two").out()).isEqualTo("two\n");
        assertThat(processes).hasSize(2);
    }

    @Test
    void commandsAtTheSameTimeHaveAShellEach() {
        CompletableFuture<String> slow =
                CompletableFuture.supplyAsync(() -> sh("sleep 1; echo slow").out());
        Awaitility.await().until(() -> !processes.isEmpty());

        assertThat(sh("echo quick").out()).isEqualTo("quick\n");
        assertThat(slow.join()).isEqualTo("slow\n");
        assertThat(processes).hasSize(2);
    }

    @Test
    void whereThereIsNoShellTheCommandIsLostWithTheReason() {
        try (PodShells none = new PodShells((namespace, pod, container) -> {
            StandingShell shell = new StandingShell();
            shell.connected(new StandingShell.Input() {
                @Override
                public void write(byte... text) {}

                @Override
                public void close() {}
            });
            shell.heard(ExecSocket.STATUS, "exec: sh: not found".getBytes(StandardCharsets.UTF_8));
            return shell;
        })) {
            assertThatThrownBy(() -> none.run("shop", "web", "main", List.of("true"), LIMIT))
                    .isInstanceOf(ExecLost.class)
                    .hasMessageContaining("sh: not found")
                    .hasCauseInstanceOf(NotBegun.class);
        }
    }

    @Test
    void noMoreThanEightStandIdleAndTheOneThatWasUsedLastIsAmongThem() throws Exception {
        for (int pod = 1; pod <= 9; pod++) {
            shells.run("shop", "pod-" + pod, "main", List.of("true"), LIMIT);
        }

        assertThat(processes.get(0).waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(processes.subList(1, 9)).allMatch(Process::isAlive);
        shells.run("shop", "pod-9", "main", List.of("true"), LIMIT);
        assertThat(processes).hasSize(9);
    }

    @Test
    void closedShellsEnd() throws Exception {
        sh("true");
        shells.close();

        assertThat(processes.get(0).waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCommandThatIsRunAnewHasAShellOfItsOwn() {
        String standing = shells.run("ns", "pod", "main", List.of("sh", "-c", "echo $PPID"), LIMIT)
                .out();

        String own = shells.runAnew("ns", "pod", "main", List.of("sh", "-c", "echo $PPID"), LIMIT)
                .out();

        assertThat(own).isNotBlank().isNotEqualTo(standing);
        assertThat(shells.run("ns", "pod", "main", List.of("sh", "-c", "echo $PPID"), LIMIT)
                        .out())
                .isEqualTo(standing);
    }
}
