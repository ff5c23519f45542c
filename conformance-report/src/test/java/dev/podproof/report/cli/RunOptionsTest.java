package dev.podproof.report.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.conformance.eventually.Limit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunOptionsTest {
    @Test
    void thePatienceIsTheUsers() {
        RunOptions options = CommandLine.populateCommand(new RunOptions(), "--patience", "5m");

        assertThat(options.settings().patience()).isEqualTo(Limit.patience(Duration.ofMinutes(5)));
    }

    @Test
    void whoSaysNothingIsPatientForTwoMinutes() {
        RunOptions options = CommandLine.populateCommand(new RunOptions());

        assertThat(options.settings().patience()).hasToString("120 s (the run's --patience)");
    }
}
