package dev.podproof.conformance.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunIdentityTest {
    private final RunIdentity mine = RunIdentity.ofThisProcess();

    @Test
    void aRunThatIsAliveHasNotEnded() {
        assertThat(mine.isOfThisMachine()).isTrue();
        assertThat(mine.processHasEnded()).isFalse();
    }

    @Test
    void aProcessNumberThatHasComeAgainIsAnotherRun() {
        assertThat(of(ProcessHandle.current().pid() + "@1").processHasEnded()).isTrue();
    }

    @Test
    void aProcessThatIsGoneHasEnded() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();

        assertThat(of(gone.pid() + "@1").processHasEnded()).isTrue();
    }

    @Test
    void aMachineOfTheSameNameIsAnotherOne() {
        String name = mine.machine().replaceFirst("/.*", "");

        assertThat(new RunIdentity("theirs", name, mine.process()).isOfThisMachine())
                .isEqualTo(name.equals(mine.machine()));
    }

    @Test
    void aMarkSaysWhoseItIs() {
        RunIdentity there = new RunIdentity("1a2b", "machine with a name/7", "7@1");

        assertThat(RunIdentity.read(there.mark())).hasValue(there);
        assertThat(RunIdentity.read("somebody's own")).isEmpty();
        assertThat(there.said()).isEqualTo("run 1a2b (process 7 of machine with a name)");
    }

    @Test
    void runsSideBySideTakeOtherPortsOfHosts() {
        Set<Integer> first = IntStream.range(0, 200)
                .mapToObj(i -> RunIdentity.ofThisProcess().hostPort(38081))
                .collect(Collectors.toSet());

        assertThat(first).hasSizeGreaterThan(100).allMatch(port -> port >= 38081 && port < 48081);
        assertThat(mine.hostPort(38090) - mine.hostPort(38081)).isEqualTo(9);
    }

    private RunIdentity of(String process) {
        return new RunIdentity("theirs", mine.machine(), process);
    }
}
