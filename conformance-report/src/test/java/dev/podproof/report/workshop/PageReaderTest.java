package dev.podproof.report.workshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.report.workshop.WorkshopPage.Exercise;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageReaderTest {
    private static final String GOOD = """
            # A title with `code`

            ## Question
            Text.

            ## Predict
            Text.

            ## Run
            ```bash
            echo one
            echo two
            ```
            Some text between the two does no harm.
            ```output
            one
            ...
            ```

            ## Explain
            - In a list, too:

              ```bash
              echo three
              ```

            ## Break it
            ## Check yourself
            ## Clean up
            ```bash
            true
            ```
            """;

    private static WorkshopPage read(String markdown) {
        return PageReader.read("page.md", markdown);
    }

    private static void refuses(String markdown, String why) {
        assertThatThrownBy(() -> read(markdown)).isInstanceOf(PageInvalid.class).hasMessageContaining(why);
    }

    @Test
    void aPageIsItsBlocksWithWhatTheyPromise() {
        WorkshopPage page = read(GOOD);

        assertThat(page.title()).isEqualTo("A title with code");
        assertThat(page.exercises()).extracting(Exercise::section).containsExactly("Run", "Explain", "Clean up");
        assertThat(page.exercises())
                .extracting(Exercise::commands)
                .containsExactly("echo one\necho two", "echo three", "true");
        assertThat(page.exercises().get(0).promised()).contains("one\n...");
        assertThat(page.exercises().get(1).promised()).isEmpty();
        assertThat(page.exercises().get(0).name()).isEqualTo("line 10: echo one");
    }

    @Test
    void onlyWhatStandsUnderCleanUpPutsThingsBack() {
        assertThat(read(GOOD).exercises()).extracting(Exercise::cleansUp).isEqualTo(List.of(false, false, true));
    }

    @Test
    void anUnknownKindOfBlockIsRefusedByItsLine() {
        refuses(GOOD.replace("```output", "```text"), "page.md:15: a block of the unknown kind 'text'");
    }

    @Test
    void aBlockWithoutAKindIsRefused() {
        refuses(GOOD.replace("```output", "```"), "unknown kind ''");
        refuses(GOOD.replace("## Explain", "## Explain\n\n    indented"), "without a kind");
    }

    @Test
    void anOutputThatFollowsNoCommandsIsRefused() {
        refuses(GOOD.replace("## Run", "## Run\n```output\nearly\n```"), "without a bash block of its own");
        refuses(GOOD.replace("## Explain", "```output\nagain\n```\n## Explain"), "without a bash block of its own");
        refuses(GOOD.replace("## Break it", "## Break it\n```output\nlate\n```"), "without a bash block of its own");
    }

    @Test
    void anOutputThatAnythingMatchesIsRefused() {
        refuses(GOOD.replace("one\n...", "..."), "anything would match");
    }

    @Test
    void aMissingOrMisplacedSectionIsRefused() {
        refuses(GOOD.replace("## Predict\n", ""), "a workshop has [Question, Predict");
        refuses(GOOD.replace("## Predict", "## Later").replace("## Explain", "## Predict"), "a workshop has");
    }

    @Test
    void aPageWithoutTitleOrCommandsIsRefused() {
        refuses(GOOD.replace("# A title with `code`", ""), "no title");
        refuses("""
                # Only words
                ## Question
                ## Predict
                ## Run
                ## Explain
                ## Break it
                ## Check yourself
                ## Clean up
                """, "nothing is executed");
    }

    @Test
    void commandsBeforeTheFirstSectionAreRefused() {
        refuses(GOOD.replace("## Question", "```bash\necho early\n```\n## Question"), "before the first section");
    }
}
