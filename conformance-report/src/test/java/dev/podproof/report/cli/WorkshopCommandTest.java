package dev.podproof.report.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.report.workshop.Pages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkshopCommandTest {
    private static final String PAGE = """
            # A title

            15 minutes · two hosts · NET-01, NET-02

            ## Question
            ## Predict
            ## Run
            ```bash
            kubectl create namespace mine
            kubectl create namespace mine-2
            echo kubectl create namespace not-mine
            ```
            ## Explain
            ## Break it
            ## Check yourself
            ## Clean up
            """;

    @TempDir
    Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(Map<String, String> variables, String... args) {
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), variables, false, false);
        return Main.commandLine(terminal, Clock.systemUTC()).execute(args);
    }

    private int execute(String... args) {
        return execute(Map.of("PODPROOF_HOME", home.toString()), args);
    }

    private void page(String folder) throws IOException {
        Files.writeString(
                Files.createDirectories(home.resolve("tutorials").resolve(folder))
                        .resolve("README.md"),
                PAGE);
    }

    @Test
    void pagesAreListedInTheirOrderWithWhatTheyTakeAndNeed() throws IOException {
        page("03-later");
        page("02-first");
        Files.createDirectories(home.resolve("tutorials/src"));

        assertThat(execute("workshop")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "02  A title",
                        "    15 minutes, needs two hosts; NET-01, NET-02",
                        "03  A title",
                        "    15 minutes, needs two hosts; NET-01, NET-02",
                        "podproof workshop start NN prepares a cluster for one.");
    }

    @Test
    void aPageThatThereIsNotIsRefusedBeforeAnythingStarts() throws IOException {
        page("02-first");

        assertThat(execute("workshop", "start", "2")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no workshop '2'; there are 02");
    }

    @Test
    void aProgramThatPagesNeedAndIsMissingIsNamedBeforeAnythingStarts() throws IOException {
        page("02-first");

        assertThat(execute(
                        Map.of("PODPROOF_HOME", home.toString(), "PATH", home.toString()), "workshop", "start", "02"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("This machine lacks kubectl");
    }

    @Test
    void progressIsLookedForOnAClusterThatThereIs() throws IOException {
        page("02-first");

        assertThat(execute("workshop", "check", "02", "--name", "no-such-cluster"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("There is no reference cluster 'no-such-cluster'");
    }

    @Test
    void thereAreThreeHints() throws IOException {
        page("02-first");

        assertThat(execute("workshop", "hint", "02", "4")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no hint 4; there are 1 to 3");
    }

    @Test
    void outsideOfTheProjectItSaysWhereWorkshopsAre() {
        assertThat(execute("workshop")).isEqualTo(2);
        assertThat(err.toString()).contains("There are no workshops in " + home.resolve("tutorials"));
    }

    /** What reset takes away: nothing but what a page has made. */
    @Test
    void thePagesNamespacesAreThoseThatItMakes() throws IOException {
        page("02-first");

        assertThat(Pages.in(home.resolve("tutorials")).get(0).namespaces()).containsExactly("mine", "mine-2");
    }
}
