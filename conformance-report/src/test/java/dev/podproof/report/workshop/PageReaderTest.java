package dev.podproof.report.workshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.report.workshop.WorkshopPage.Exercise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageReaderTest {
    private static final String GOOD = """
            # A title with `code`

            20 minutes · two hosts · NET-01, NET-02

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

    @TempDir
    private Path folder;

    private WorkshopPage read(String markdown) {
        return PageReader.read("page.md", markdown, folder);
    }

    private void refuses(String markdown, String why) {
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
        assertThat(page.exercises().get(0).name()).isEqualTo("line 12: echo one");
    }

    @Test
    void onlyWhatStandsUnderCleanUpPutsThingsBack() {
        assertThat(read(GOOD).exercises()).extracting(Exercise::cleansUp).isEqualTo(List.of(false, false, true));
    }

    @Test
    void anUnknownKindOfBlockIsRefusedByItsLine() {
        refuses(GOOD.replace("```output", "```text"), "page.md:17: a block of the unknown kind 'text'");
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

    @Test
    void thePageSaysHowLongItTakesWhatItNeedsAndWhatItIsAbout() {
        assertThat(read(GOOD).facts()).isEqualTo(new PageFacts(20, "two hosts", List.of("NET-01", "NET-02")));
        refuses(GOOD.replace("20 minutes · two hosts · NET-01, NET-02", "Some words."), "no line below the title");
    }

    @Test
    void aBlockMaySayWhatCodeItEndsWithAndWithinWhatTime() {
        WorkshopPage page = read(GOOD.replaceFirst("```bash", "```bash {exit=1 within=30s}"));

        assertThat(page.exercises()).extracting(Exercise::exit).containsExactly(1, 0, 0);
        assertThat(page.exercises())
                .extracting(Exercise::within)
                .containsExactly(Duration.ofSeconds(30), Duration.ZERO, Duration.ZERO);
    }

    @Test
    void whatABlockSaysAndNobodyKnowsIsRefused() {
        for (String wrong : List.of("{exits=1}", "{exit}", "{exit=}", "{exit=x}", "{within=30}", "{within=0s}", "{")) {
            refuses(GOOD.replaceFirst("```bash", "```bash " + wrong), "page.md:12: ");
        }
        refuses(
                GOOD.replaceFirst("```output", "```output {exit=1}"),
                "says nothing about a block of the kind 'output'");
    }

    @Test
    void aManifestIsEqualToItsFile() throws IOException {
        String page = GOOD.replace("## Explain", "```yaml file=pod.yaml\nkind: Pod\n```\n## Explain");
        refuses(page, "no file pod.yaml");

        Files.writeString(folder.resolve("pod.yaml"), "kind: Pod\n");
        assertThat(read(page).exercises()).hasSize(3);

        Files.writeString(folder.resolve("pod.yaml"), "kind: Service\n");
        refuses(page, "not equal to what stands in {file=pod.yaml}");
        refuses(page.replace(" file=pod.yaml", ""), "names the file that it is equal to");
    }

    @Test
    void javaIsEqualToARegionOfItsSource() throws IOException {
        String page = GOOD.replace("## Explain", "```java src=A.java#loop\nfor (;;) {\n}\n```\n## Explain");
        Files.writeString(
                folder.resolve("A.java"),
                "class A {{\n    // region loop\n    for (;;) {\n    }\n    // endregion\n    // region open\n}}\n");

        assertThat(read(page).exercises()).hasSize(3);
        refuses(page.replace("for (;;)", "while (true)"), "not equal to what stands in");
        refuses(page.replace("#loop", "#lost"), "there is no region");
        refuses(page.replace("#loop", "#open"), "there is no region");
        refuses(page.replace("#loop", ""), "names no region");
    }

    @Test
    void aLinkThatLeadsNowhereIsRefused() throws IOException {
        String page =
                GOOD.replace("## Explain", "[next](../03/README.md#run), [out](https://example.com)\n\n## Explain");
        refuses(page, "the link to ../03/README.md#run leads nowhere");

        Path here = Files.createDirectories(folder.resolve("02"));
        Files.createDirectories(folder.resolve("03"));
        Files.writeString(folder.resolve("03/README.md"), "");
        assertThat(PageReader.read("page.md", page, here).links()).containsExactly("../03/README.md#run");
        assertThatThrownBy(() -> PageReader.read("page.md", page.replace("[next](", "![picture]("), folder))
                .isInstanceOf(PageInvalid.class);
    }
}
