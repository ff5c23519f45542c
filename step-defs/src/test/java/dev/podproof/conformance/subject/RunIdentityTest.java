package dev.podproof.conformance.subject;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunIdentityTest {
    private final RunIdentity mine = RunIdentity.ofThisProcess();

    @Test
    void aRunThatIsAliveHasNotEnded() {
        assertThat(RunIdentity.hasEnded(mine.machine(), mine.process())).isFalse();
    }

    @Test
    void aProcessNumberThatHasComeAgainIsAnotherRun() {
        String before = ProcessHandle.current().pid() + "@1";

        assertThat(RunIdentity.hasEnded(mine.machine(), before)).isTrue();
    }

    @Test
    void aProcessThatIsGoneHasEnded() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();

        assertThat(RunIdentity.hasEnded(mine.machine(), gone.pid() + "@1")).isTrue();
    }

    @Test
    void ofAnotherMachinesRunNothingIsKnown() {
        assertThat(RunIdentity.hasEnded("elsewhere", "1@1")).isFalse();
    }
}
