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
        workshop.exercise(exercise(commands, Optional.empty(), 0, Duration.ZERO));
    }

    private static Exercise exercise(String commands, Optional<String> promised, int exit, Duration within) {
        return new Exercise("Run", 7, commands, promised, exit, within);
    }

    private void does(String commands, String promised) {
        workshop.exercise(exercise(commands, Optional.of(promised), 0, Duration.ZERO));
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

    private static final String COUNT = "COUNT=$((COUNT + 1)); echo \"$COUNT\"";

    @Test
    void aPromiseIsKeptTheFirstTimeWhereThePageSaysNothingElse() {
        does("COUNT=0");

        assertThatThrownBy(() -> does(COUNT, "3"))
                .isInstanceOf(BrokenPromise.class)
                .hasMessageContaining("code 0 and\n1");
        assertThatCode(() -> does(COUNT, "2")).doesNotThrowAnyException();
    }

    @Test
    void aPromiseWithATimeIsTriedAgainUntilItIsKept() {
        does("COUNT=0");

        assertThatCode(() -> workshop.exercise(exercise(COUNT, Optional.of("3"), 0, Duration.ofSeconds(20))))
                .doesNotThrowAnyException();
    }

    @Test
    void aPromiseThatStaysBrokenShowsBothTexts() {
        assertThatThrownBy(
                        () -> workshop.exercise(exercise("echo one", Optional.of("two"), 0, Duration.ofMillis(1500))))
                .isInstanceOf(BrokenPromise.class)
                .hasMessageContaining("promised: code 0 and\ntwo")
                .hasMessageContaining("the last time: code 0 and\none");
    }

    @Test
    void aCommandThatIsToFailFailsWithThatCode() {
        assertThatCode(() -> workshop.exercise(exercise("(exit 3)", Optional.empty(), 3, Duration.ZERO)))
                .doesNotThrowAnyException();
        for (String other : new String[] {"true", "(exit 1)"}) {
            assertThatThrownBy(() -> workshop.exercise(exercise(other, Optional.empty(), 3, Duration.ZERO)))
                    .isInstanceOf(BrokenPromise.class)
                    .hasMessageContaining("promised: code 3");
        }
    }

    @Test
    void outputAndCodeAreBothPromised() {
        assertThatThrownBy(() -> does("echo one; false", "one")).isInstanceOf(BrokenPromise.class);
        assertThatCode(() -> workshop.exercise(exercise("echo one; false", Optional.of("one"), 1, Duration.ZERO)))
                .doesNotThrowAnyException();
    }

    @Test
    void commandsThatDoNotEndAreEnded() {
        Workshop hasty = new Workshop("page.md", shell, Duration.ofMillis(500));

        assertThatThrownBy(() -> hasty.exercise(exercise("sleep 600", Optional.empty(), 0, Duration.ZERO)))
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
