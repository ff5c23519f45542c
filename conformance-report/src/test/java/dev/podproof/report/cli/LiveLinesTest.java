package dev.podproof.report.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveLinesTest {
    private final StringWriter written = new StringWriter();
    private final Terminal terminal =
            new Terminal(new PrintWriter(written), new PrintWriter(written), Map.of(), true, false);

    @Test
    void whatGoesOnBesideTheScenariosLeavesTheirBarDrawn() {
        try (LiveLines lines = new LiveLines(terminal)) {
            lines.began("scenarios");
            lines.planned(3);
            lines.began("registries");
            lines.ended("registries", Duration.ofSeconds(7));
            written.getBuffer().setLength(0);
            lines.ended("load", Duration.ofSeconds(2));

            assertThat(written.toString()).contains("load 2.0 s").doesNotContain("… registries");
            lines.ended("scenarios", Duration.ofSeconds(9));
        }
        assertThat(written.toString()).contains("scenarios 9.0 s");
    }
}
