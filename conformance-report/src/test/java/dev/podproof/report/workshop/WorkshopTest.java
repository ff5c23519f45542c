package dev.podproof.report.workshop;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.report.workshop.WorkshopPage.Exercise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkshopTest {
    @TempDir
    Path folder;

    private Shell shell;
    private Workshop workshop;

    @BeforeEach
    void open() {
        shell = Shell.open(folder, Map.of("GIVEN", "from outside"));
        workshop = new Workshop("page.md", shell, Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void does(String commands) {
        workshop.exercise(new Exercise("Run", 7, commands, Optional.empty()));
    }

    private void does(String commands, String promised) {
        workshop.exercise(new Exercise("Run", 7, commands, Optional.of(promised)));
    }

    @Test
    void whatOneBlockSetsTheNextOneFinds() {
        does("NAME=web\ngreet() { echo \"hello $1\"; }\ncd /");

        assertThatCode(() -> does("greet \"$NAME\"; pwd; echo \"$GIVEN\"", "hello web\n/\nfrom outside"))
                .doesNotThrowAnyException();
    }

    @Test
    void aBlockFailsWhenAnyOfItsCommandsDoes() {
        assertThatThrownBy(() -> does("false\ntrue"))
                .isInstanceOf(BrokenPromise.class)
                .hasMessageContaining("page.md:7")
                .hasMessageContaining("code 1");
    }

    @Test
    void whatIsTestedMayFail() {
        assertThatCode(() -> does("if false; then true; fi\nfalse || true")).doesNotThrowAnyException();
    }

    @Test
    void bothStreamsAreTheOutput() {
        assertThatCode(() -> does("echo one; echo two >&2", "one\ntwo")).doesNotThrowAnyException();
    }

    @Test
    void aPromiseIsTriedAgainUntilItIsKept() {
        does("COUNT=0");

        assertThatCode(() -> does("COUNT=$((COUNT + 1)); echo \"$COUNT\"", "3")).doesNotThrowAnyException();
    }

    @Test
    void aPromiseThatStaysBrokenShowsBothTexts() {
        Workshop hasty = new Workshop("page.md", shell, Duration.ofMillis(1500));

        assertThatThrownBy(() -> hasty.exercise(new Exercise("Run", 7, "echo one", Optional.of("two"))))
                .isInstanceOf(BrokenPromise.class)
                .hasMessageContaining("promised:\ntwo")
                .hasMessageContaining("the last output:\none");
    }

    @Test
    void commandsThatDoNotEndAreEnded() {
        Workshop hasty = new Workshop("page.md", shell, Duration.ofMillis(500));

        assertThatThrownBy(() -> hasty.exercise(new Exercise("Run", 7, "sleep 600", Optional.empty())))
                .isInstanceOf(BrokenPromise.class)
                .hasMessageContaining("did not end");
    }

    @Test
    void commandsThatEndTheShellAreSaidToHaveDoneSo() {
        assertThatThrownBy(() -> does("exit 3"))
                .isInstanceOf(BrokenPromise.class)
                .hasMessageContaining("ended the shell");
    }

    @Test
    void commandsCannotReadWhatIsTypedAfterThem() {
        assertThatCode(() -> does("cat; echo done", "done")).doesNotThrowAnyException();
    }
}
