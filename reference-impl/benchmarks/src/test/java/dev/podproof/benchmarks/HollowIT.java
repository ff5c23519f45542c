package dev.podproof.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The benchmark of a thousand hosts works with three: a change to the agent's or the master's start could break it unseen. */
class HollowIT {
    @Test
    void three_hollow_hosts_get_their_pods(@TempDir Path directory) throws Exception {
        StringWriter said = new StringWriter();
        Path plot = directory.resolve("hollow.svg");

        int code = new CommandLine(new Hollow())
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(
                        ("--hosts 3 --pods 20 --step 10 --per-controller 5 --warm-up 5 --plot " + plot).split(" ", -1));

        assertThat(code).as(said.toString()).isZero();
        assertThat(said.toString().lines())
                .anyMatch(line -> line.startsWith("| 10 |"))
                .anyMatch(line -> line.startsWith("| 20 |"))
                .anyMatch(line -> line.startsWith("20 pods in "));
        assertThat(Files.readString(plot)).contains("<svg");
    }
}
