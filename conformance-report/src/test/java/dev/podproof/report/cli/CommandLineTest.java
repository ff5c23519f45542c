package dev.podproof.report.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podproof.features.Fault;
import dev.podproof.features.Faults;
import dev.podproof.features.Specification;
import dev.podproof.reference.faults.Catalogue;
import dev.podproof.report.run.FaultChoice;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... args) {
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), Map.of(), false, false);
        return Main.commandLine(terminal, Clock.systemUTC()).execute(args);
    }

    private void refusesInOneLine(String... args) {
        refuses(args);
        assertThat(err.toString().strip().lines()).as(err.toString()).hasSize(1);
    }

    private void refuses(String... args) {
        assertThat(execute(args)).isEqualTo(2);
        assertThat(err.toString()).startsWith("podproof: ");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "--network token-ring, there is no network 'token-ring'; there are host-gw",
        "--network all --keep, --keep does not go with --network all",
        "--network all --requirements LBL-01, LBL-01 is no requirement about networking",
        "--network all --section Volumes --profile portable, Nothing that was chosen is about networking",
        "--network all --target kubeconfig, --network is for the reference",
        "--pod-range 10.10.0.0/16 --target kubeconfig, --pod-range",
        "--pod-range 10.96.0.0/12, overlap",
        "--fault large-packets-are-lots, ; did you mean large-packets-are-lost",
        "--fault large-packets-are-lost --target kubeconfig, --fault is for the reference",
        "--target k3s, --target k3s is not built yet",
        "--requirements NET-99, There is no requirement 'NET-99'",
        "--profile portabel, There is no profile 'portabel'",
        "--section Volume, did you mean Volumes?",
        "--hosts 0, --hosts must be 1 or more",
        "--registry-image zoo=z:1, there is no store 'zoo'",
        "--parallel 0, --parallel must be 1 or more",
        "--patience 0s, --patience must be 1s or more",
        "--quick --requirements NET-01, --quick chooses by itself",
        "--repeat 0, --repeat must be 1 or more",
        "--repeat 2 --keep, --repeat does not go with --keep",
        "--outside nowhere, --outside must be HOST:PORT",
        "--expected-failures /does/not/exist, cannot be read"
    })
    void whatCannotBeDoneIsRefusedByName(String option, String said) {
        String[] parts = option.split(" ", -1);
        refusesInOneLine(
                Stream.concat(Stream.of("run", "--out", folder.resolve("out").toString()), Stream.of(parts))
                        .toArray(String[]::new));

        assertThat(err.toString()).contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up --name never --fault no-such-fault | There is no fault 'no-such-fault'",
                "up --name never --fault one-replica-over,one-replica-short | exclude each other",
                "up --name never --fault ?,one-replica-short | goes with no other",
                "faults explain no-such-fault | There is no fault 'no-such-fault'",
                "faults use pods-believe-in-larger-packets | cannot be switched on while a cluster runs",
                "faults matrix --fault no-such-fault | There is no fault 'no-such-fault'",
                "faults matrix --requirements NET-99 | There is no requirement 'NET-99'",
                "faults matrix --fault one-replica-over --requirements NET-01 | No fault is left",
                "faults list --requirements NET-99 | There is no requirement 'NET-99'"
            })
    void aFaultThatCannotBeHadIsRefused(String command, String said) {
        refusesInOneLine(command.strip().split(" "));

        assertThat(err.toString()).contains(said);
    }

    @Test
    void aMatrixOfAnotherSuiteIsNotGoneOnWith(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("kill-matrix.yaml"), "digest: sha256:1\nfull: false\nfaults: []\n");

        refusesInOneLine("faults", "matrix", "--fault", "one-replica-over", "--out", elsewhere.toString());
        assertThat(err.toString()).contains("the matrix of another suite (sha256:1");
    }

    @Test
    void aDryRunSaysWhatWouldBeDoneAndLeavesNothing() {
        String out = folder.resolve("out").toString();

        assertThat(execute(
                        "run",
                        "--dry-run",
                        "--out",
                        out,
                        "--requirements",
                        "RC-05,NET-14",
                        "--profile",
                        "portable,hosts",
                        "--kubeconfig",
                        "mine"))
                .isZero();

        assertThat(this.out.toString())
                .contains("target: mine, its current context")
                .contains("2 requirements, ")
                .contains("needs host-join: 1 requirement")
                .contains("needs disruption: 2 requirements")
                .contains("Without --allow-disruption no host of this cluster is taken away")
                .contains("It stops hosts and starts them again")
                .contains("It adds hosts to the cluster's list of nodes")
                .doesNotContain("bare Docker hosts");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aDryRunThatHasLeaveToDisturbDoesNotSayThatItHasNone() {
        assertThat(execute(
                        "run",
                        "--dry-run",
                        "--allow-disruption",
                        "--requirements",
                        "RC-05",
                        "--profile",
                        "hosts",
                        "--kubeconfig",
                        "mine"))
                .isZero();

        assertThat(out.toString()).contains("needs disruption: 1 requirement").doesNotContain("Without");
    }

    @Test
    void theReferenceNeedsNoLeaveToBeDisturbed() {
        refusesInOneLine("run", "--allow-disruption");
        assertThat(err.toString()).contains("may be disturbed anyway");

        out.getBuffer().setLength(0);
        assertThat(execute("run", "--dry-run", "--requirements", "RC-05")).isZero();
        assertThat(out.toString()).doesNotContain("Without --allow-disruption");
    }

    @Test
    void whatDisturbsIsExplainedWithWhatAllowsIt() {
        assertThat(execute("explain", "RC-05", "NET-14", "NET-02")).isZero();

        assertThat(out.toString().lines().filter(line -> line.contains("--allow-disruption")))
                .hasSize(2);
        assertThat(out.toString()).contains("needs: two-hosts, host-control, disruption");
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        refusesInOneLine("compare", folder.toString(), folder.toString());
        assertThat(err.toString()).contains("There is no " + folder.resolve("report.yaml"));
    }

    @Test
    void faultsAreListedAndExplained() {
        assertThat(execute("faults", "list", "--requirements", "SVC-05")).isZero();
        assertThat(out.toString().lines())
                .first()
                .asString()
                .startsWith("no-way-back-to-oneself")
                .contains("SVC-05");
        assertThat(out.toString()).doesNotContain("SVC-08");

        assertThat(execute("faults", "explain", "large-packets-are-lost")).isZero();
        assertThat(out.toString())
                .contains("violates NET-02 (MUST): \"Every pod reaches every other pod at that address\"")
                .contains("fails as well: EXT-03")
                .contains("takes effect at once")
                .contains("its wrong cluster S29");
    }

    @Test
    void whatTheCatalogueNamesTheReferenceHas() {
        assertThat(Faults.load().faults()).extracting(Fault::id).containsExactlyInAnyOrderElementsOf(Catalogue.ids());
    }

    @Test
    void chanceChoosesOneThatIsNotTold() {
        FaultChoice choice = FaultChoice.of(List.of("?"), Faults.load(), true, new Random(1));

        assertThat(choice.ids())
                .hasSize(1)
                .allMatch(id -> Faults.load().find(id).isPresent());
        assertThat(FaultsCommand.said(choice)).doesNotContain(choice.ids().get(0));
    }

    /** Whoever is to find it holds the cluster to these requirements alone, which have to be able to tell. */
    @Test
    void chanceChoosesAmongThoseThatViolateWhatIsNamedAndThatCanBeSwitchedOn() {
        Faults all = Faults.load();
        for (int seed = 0; seed < 50; seed++) {
            String id = FaultChoice.of(List.of("?"), List.of("SVC-05", "NET-02"), all, false, new Random(seed))
                    .ids()
                    .get(0);
            assertThat(all.find(id).orElseThrow().violates())
                    .extracting(Fault.Violation::requirement)
                    .containsAnyOf("SVC-05", "NET-02");
            assertThat(id).as("takes effect from the start alone").isNotEqualTo("pods-believe-in-larger-packets");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "?, SVC-99, There is no requirement 'SVC-99'",
        "?, DKR-01, No fault that can be switched on here violates DKR-01",
        "no-node-ports, SVC-08, --requirements is for ?"
    })
    void whatChanceCannotChooseAmongIsRefused(String fault, String requirement, String why) {
        refusesInOneLine("faults", "use", fault, "--requirements", requirement);
        assertThat(err.toString()).contains(why);
    }

    @ParameterizedTest
    @CsvSource({"0", "5"})
    void noBareHostsOrTooManyAreRefused(String count) {
        refusesInOneLine("host", "bare", "--count", count);
        assertThat(err.toString()).contains("--count " + count, "1 to 4");
    }

    @Test
    void rangesThatOverlapAreRefusedBeforeAnythingStarts() {
        refusesInOneLine("up", "--name", "never", "--pod-range", "10.96.0.0/12");

        assertThat(err.toString())
                .contains("10.96.0.0/12 (--pod-range) and the services' range 10.96.0.0/16 (--service-range) overlap");
    }

    @Test
    void aKubeconfigThatIsMissingIsSaidInOneLine() {
        refusesInOneLine(
                "run", "--out", folder.resolve("out").toString(), "--kubeconfig", "/does/not/exist/kubeconfig");

        assertThat(err.toString()).contains("no such file").contains("--kubeconfig");
    }

    @Test
    void aClusterThatDoesNotAnswerIsSaidInOneLine(@TempDir Path elsewhere) throws IOException {
        Path kubeconfig = Files.writeString(elsewhere.resolve("kubeconfig"), """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: u, user: {token: t}}]
            """);

        refusesInOneLine("run", "--out", folder.resolve("out").toString(), "--kubeconfig", kubeconfig.toString());
        assertThat(err.toString()).contains("https://127.0.0.1:1");
    }

    @Test
    void aFolderThatHoldsSomethingElseIsRefused(@TempDir Path precious) throws IOException {
        Files.writeString(precious.resolve("thesis.tex"), "years of work");

        refusesInOneLine("run", "--out", precious.toString());
        assertThat(err.toString()).contains("thesis.tex");
    }

    @Test
    void anExpectedFailureThatIsNoRequirementIsRefused(@TempDir Path elsewhere) throws IOException {
        Path file = Files.writeString(elsewhere.resolve("known"), "# known\nNET-03 # slow switch\nNET-77\n");

        refusesInOneLine("run", "--out", folder.resolve("out").toString(), "--expected-failures", file.toString());
        assertThat(err.toString()).contains("NET-77");
    }

    @Test
    void anUnknownOptionIsAnsweredWithTwo() {
        assertThat(execute("run", "--hostz", "3")).isEqualTo(2);
        assertThat(err.toString()).contains("--hostz");
    }

    @ParameterizedTest
    @CsvSource({"soon", "10", "5d", "''"})
    void aDurationThatIsNoneIsAnsweredWithTwo(String text) {
        assertThat(execute("run", "--timeout", text)).isEqualTo(2);
        assertThat(err.toString()).contains("duration");
    }

    @Test
    void durationsAreReadAsPeopleWriteThem() {
        assertThat(new DurationConverter().convert("1h30m5s")).hasMinutes(90).hasSeconds(5405);
    }

    @Test
    void aReportWithoutARecordIsRefused() {
        refusesInOneLine("report", folder.toString());
    }

    @Test
    void upTakesOneNetwork() {
        refusesInOneLine("up", "--network", "all");
        assertThat(err.toString()).contains("there is no network 'all'");
    }

    @ParameterizedTest
    @CsvSource({"0", "33"})
    void linesForNoHostOrForTooManyAreRefused(String count) {
        refusesInOneLine("host", "join-command", "--count", count);
        assertThat(err.toString()).contains("--count " + count, "1 to 32");
    }

    @Test
    void aBundleOfImagesIsWrittenIntoAFileAndReadFromOne(@TempDir Path folder) {
        assertThat(execute("images", "save", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains(folder + " is a folder; name the file to write");

        assertThat(execute(
                        "images", "save", folder.resolve("none/images.tar.gz").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("There is no folder " + folder.resolve("none"));

        assertThat(execute("images", "load", folder.resolve("images.tar.gz").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("There is no file " + folder.resolve("images.tar.gz"));
    }

    @Test
    void imagesListsThePodsImage() {
        assertThat(execute("images")).isZero();
        assertThat(out.toString().lines()).contains("busybox:1.36", "debian:trixie-slim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "help", ""})
    void helpNamesEveryCommand(String asked) {
        assertThat(execute(asked.isEmpty() ? new String[0] : new String[] {asked}))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "run",
                        "up",
                        "status",
                        "down",
                        "images",
                        "report",
                        "compare",
                        "requirements",
                        "explain",
                        "check",
                        "bench");
    }

    @ParameterizedTest
    @CsvSource({
        "requirements NET-99, There is no requirement",
        "requirements net-3, did you mean NET-03",
        "requirements Volume, did you mean Volumes",
        "requirements --format xml, xml",
        "explain NET-99, There is no requirement 'NET-99'",
        "explain, Missing required parameter: 'ID'"
    })
    void whatIsNoRequirementIsNeitherListedNorExplained(String command, String said) {
        refuses(command.split(" "));
        assertThat(err.toString()).contains(said);
    }

    @Test
    void requirementsAreListedBySectionIdLevelAndProfile() throws IOException {
        assertThat(execute("requirements", "--format", "json")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()))
                .hasSize(Specification.load().requirements().size());
        out.getBuffer().setLength(0);

        assertThat(execute("requirements", "dkr-01", "Volumes")).isZero();
        assertThat(out.toString())
                .contains("DKR-01  MUST    docker    ", "VOL-01  MUST    portable  ")
                .doesNotContain("NET-01");
        out.getBuffer().setLength(0);

        assertThat(execute("requirements", "Volumes", "NET-01", "must", "should", "portable"))
                .isZero();
        assertThat(out.toString()).contains("VOL-01", "NET-01").doesNotContain("NET-02", "DKR-06", " MAY ");
    }

    @Test
    void aRequirementIsExplainedWithItsScenariosItsFaultsAndWhatItDoesToACluster() {
        assertThat(execute("explain", "RC-05", "NET-02", "DKR-03")).isZero();
        assertThat(out.toString())
                .contains(
                        "Scenario Outline: A host with a pod of the set <is lost>, and comes back",
                        "It stops hosts and starts them again",
                        "It makes containers, volumes and networks on bare Docker hosts",
                        "large-packets-are-lost",
                        "not tested: A share of datagrams that is lost",
                        "podproof run --requirements NET-02 tests it alone");
    }

    @Test
    void theVersionIsTheBuilds() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).containsPattern("podproof \\d+\\.\\d+");
    }
}
