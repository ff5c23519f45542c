package dev.podproof.report.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page as a person has it: in a real browser, with a mouse, a keyboard, a phone, at night and on paper. */
class PageIT {
    private static final String OPEN_ALL =
            "document.querySelectorAll('details').forEach(each => { each.open = true; })";
    private static final String AXE =
            "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(violation =>"
                    + " violation.id + ': ' + violation.nodes.map(node => node.target.join(' ')).slice(0, 3).join(', ')))";

    @TempDir
    static Path folder;

    private static Browser browser;
    private static String axe;

    /** Where the page is looked at. */
    enum Look {
        DESKTOP(1280, 900, "screen", "light"),
        PHONE(390, 844, "screen", "light"),
        DARK(1280, 900, "screen", "dark"),
        PRINT(1000, 1400, "print", "light");

        private final int width;
        private final int height;
        private final String media;
        private final String colours;

        Look(int width, int height, String media, String colours) {
            this.width = width;
            this.height = height;
            this.media = media;
            this.colours = colours;
        }

        void at(Browser browser) {
            browser.look(width, height, media, colours);
        }
    }

    @BeforeAll
    static void openABrowser() throws Exception {
        assumeTrue(Browser.obstacle().isEmpty(), () -> Browser.obstacle().orElse(""));
        browser = new Browser(folder.resolve("browser").toFile().mkdir() ? folder.resolve("browser") : folder);
        try (InputStream script = Objects.requireNonNull(PageIT.class.getResourceAsStream("/axe.min.js"))) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
        ReportFiles.write(Sample.report(), folder.resolve("one"));
        ReportFiles.write(Sample.run().select("NET-03").report(), folder.resolve("selection"));
        ReportFiles.write(Networks.columns(), folder.resolve("several"));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void atADesk() {
        Look.DESKTOP.at(browser);
    }

    @AfterEach
    void noScriptThrew() {
        assertThat(browser.errors()).isEmpty();
    }

    private static URI page(String report, String address) {
        return URI.create(folder.resolve(report).resolve("index.html").toUri() + address);
    }

    private static void open(String address) {
        browser.open(page("one", address));
    }

    private static List<String> strings(String expression) {
        List<String> strings = new ArrayList<>();
        for (JsonNode each : browser.eval(expression)) {
            strings.add(each.asText());
        }
        return strings;
    }

    private static List<String> shown() {
        return strings("[...document.querySelectorAll('details.requirement')]"
                + ".filter(each => each.checkVisibility()).map(each => each.id)");
    }

    private static boolean isOpen(String id) {
        return browser.eval("document.getElementById('" + id + "').open").asBoolean();
    }

    private static boolean isInView(String id) {
        return browser.eval("(box => box.top >= 0 && box.top < innerHeight)(document.getElementById('" + id
                        + "').getBoundingClientRect())")
                .asBoolean();
    }

    private static void choose(String field, String value) {
        browser.eval("(field => { field.value = '" + value
                + "'; field.dispatchEvent(new Event('input', {bubbles: true})); })(document.querySelector('[name="
                + field
                + "]'))");
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void axeFindsNothingFoldedOrUnfolded(Look look) throws IOException {
        look.at(browser);
        for (String report : List.of("one", "several")) {
            browser.open(page(report, ""));
            browser.photograph(
                    Path.of("target", "page", report + "-" + look.name().toLowerCase(java.util.Locale.ROOT) + ".png"));
            browser.eval(axe);

            // What is seen folded is seen unfolded too; once is enough to know it.
            if (look == Look.DESKTOP) {
                assertThat(strings(AXE)).as(report + ", folded").isEmpty();
            }
            browser.eval(OPEN_ALL);
            assertThat(strings(AXE)).as(report + ", unfolded").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void nothingIsWiderThanTheWindow(Look look) {
        look.at(browser);
        for (String report : List.of("one", "selection", "several")) {
            browser.open(page(report, ""));
            browser.eval(OPEN_ALL);

            assertThat(browser.eval("document.documentElement.scrollWidth").asInt())
                    .as(report)
                    .isLessThanOrEqualTo(look.width);
        }
    }

    @Test
    void theRequirementsFollowTheVerdictWithinTheFirstScreens() {
        open("");

        assertThat(browser.eval("document.querySelector('details.requirement').getBoundingClientRect().top")
                        .asInt())
                .isLessThan(2 * Look.DESKTOP.height);
    }

    @Test
    void itFiltersByOutcomeLevelProfileSectionAndText() {
        open("");
        assertThat(shown()).hasSize(8);

        choose("outcome", "failed");
        assertThat(shown()).containsExactly("NET-03", "NET-06");
        choose("level", "SHOULD");
        assertThat(shown()).containsExactly("NET-06");
        assertThat(browser.eval("document.querySelector('output').textContent").asText())
                .isEqualTo("1 of 8 requirements");

        browser.eval("document.querySelector('[type=reset]').click()");
        assertThat(shown()).hasSize(8);
        choose("profile", "original");
        assertThat(shown()).containsExactly("ORI-01");

        browser.eval("document.querySelector('[type=reset]').click()");
        choose("section", "no such section");
        assertThat(shown()).as("a choice that is not offered chooses nothing").hasSize(8);
        browser.eval("document.querySelector('[name=text]').focus()");
        browser.type("Masquerading rule");
        assertThat(shown()).containsExactly("NET-03");
    }

    @Test
    void ofASelectionTheRestIsFoldedUntilItIsLookedFor() {
        browser.open(page("selection", ""));
        assertThat(shown()).containsExactly("NET-03");

        choose("profile", "original");
        assertThat(shown()).containsExactly("ORI-01");
        browser.eval("document.querySelector('[type=reset]').click()");
        assertThat(shown()).containsExactly("NET-03");
    }

    @Test
    void aFailureIsOpenWithItsStepsAndWhatWasSeen() {
        open("");
        browser.eval("document.querySelector('#failed a').click()");

        assertThat(isOpen("NET-03")).isTrue();
        assertThat(strings("[...document.querySelectorAll('#NET-03 .steps li')].filter(each => each.checkVisibility())"
                        + ".map(each => each.className + ': ' + each.textContent.trim())"))
                .containsExactly(
                        ": Given a pod on each host", "failed: Then each of them sees the caller's own address failed");
        assertThat(isOpen("matrix-NET-03")).isTrue();
        assertThat(isOpen("matrix-NET-02")).isFalse();
    }

    @Test
    void aDeepLinkOpensItsFoldsWhateverIsFiltered() {
        open("#NET-02/every-pod-reaches-every-pod-over-channel/udp");
        assertThat(isOpen("NET-02/every-pod-reaches-every-pod-over-channel")).isTrue();
        assertThat(isInView("NET-02/every-pod-reaches-every-pod-over-channel/udp"))
                .isTrue();

        choose("outcome", "failed");
        assertThat(shown()).doesNotContain("NET-02");
        browser.eval("document.querySelector('#NW-2 a[href=\"#NET-02\"]').click()");
        org.awaitility.Awaitility.await().until(() -> shown().contains("NET-02") && isInView("NET-02"));
    }

    @Test
    void everyLinkLeadsSomewhereAndNoAddressIsGivenTwice() {
        open("");

        List<String> addresses = strings("[...document.querySelectorAll('[id]')].map(each => each.id)");
        assertThat(addresses).doesNotHaveDuplicates();
        assertThat(strings("[...document.querySelectorAll('a')].map(each => each.getAttribute('href'))"))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(addresses).contains(link.replaceFirst("^#", "")));
    }

    @Test
    void onPaperWhatDidNotPassIsOpenAndLaterAsItWas() {
        open("");
        browser.eval(
                "addEventListener('beforeprint', () => { window.printed = document.getElementById('NET-04').open; })");
        assertThat(isOpen("NET-04")).isFalse();

        assertThat(browser.print()).startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));

        assertThat(browser.eval("window.printed").asBoolean()).isTrue();
        assertThat(isOpen("NET-04")).isFalse();
    }

    @Test
    void whatAClusterSaysIsTextAndNothingElse() {
        open("");
        browser.eval(OPEN_ALL);

        String text = browser.eval("document.querySelector('main').textContent").asText();
        assertThat(text.contains(Sample.HOSTILE)).as("the very text is there").isTrue();
        assertThat(browser.eval("document.scripts.length").asInt()).isEqualTo(1);
        assertThat(browser.eval("document.querySelectorAll('img, iframe, link').length")
                        .asInt())
                .isZero();
    }

    @Test
    void itReadsWithoutScripts() {
        browser.scripts(false);
        try {
            open("");

            assertThat(shown()).hasSize(8);
            assertThat(browser.eval("document.querySelector('form').checkVisibility()")
                            .asBoolean())
                    .isFalse();
        } finally {
            browser.scripts(true);
        }
    }
}
