package dev.podproof.report.render;

import static dev.podproof.report.verdict.Run.Happened.observed;
import static dev.podproof.report.verdict.Run.Happened.passed;

import dev.podproof.features.Level;
import dev.podproof.features.Profile;
import dev.podproof.report.verdict.Cell;
import dev.podproof.report.verdict.Columns;
import dev.podproof.report.verdict.Columns.Column;
import dev.podproof.report.verdict.Matrix;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.Run;
import java.util.List;

/** Runs on several networks, as small as they can be: two pods on two hosts that call each other, and two containers on bare hosts. */
final class Networks {
    static final String MATRIX = "application/vnd.podproof.matrix+json";
    static final String SOURCES = "the source address that the server sees";

    private static final String PODS = """
            Feature: Networking
              @NET-02
              Rule: Reached
                Scenario: Every pod calls every other
                  Then every call is answered by the pod that was called
              @NET-03
              Rule: No translation
                Scenario: Every pod calls every other
                  Then every server sees the address of the pod that called it
              @NET-11
              Rule: A common split
                Scenario: The subnets are read
                  Then they are split as usual
            """;

    private static final String BARE = """
            Feature: Bare hosts
              @DKR-02
              Rule: Reached on one host alone
                Scenario: Every container calls every other
                  Then a call is answered on one host, and else never
              @DKR-03
              Rule: The same address twice
                Scenario: Every container calls itself
                  Then it is answered
              @DKR-04
              Rule: The host's address
                Scenario: Every container calls every host
                  Then every server sees the host's address
            """;

    private Networks() {}

    static Columns columns() {
        return new Columns(List.of(
                new Column("host-gw", healthy()),
                new Column("vxlan", translated()),
                new Column(
                        "ovs",
                        pods().notRun("it has no device /dev/net/tun <b>").report()),
                new Column("external", external()),
                new Column("docker", docker())));
    }

    static Report healthy() {
        return pods().ran(0, passed(), passed().with(MATRIX, answers()))
                .ran(1, passed(), passed().with(MATRIX, seen("10.244.1.2", "10.244.2.2")))
                .ran(2, passed(), observed(true))
                .report();
    }

    /** Somebody's rule on host-2 translates what leaves it, and the suite says so. */
    static Report translated() {
        return pods().ran(0, passed(), passed().with(MATRIX, answers()))
                .ran(
                        1,
                        passed(),
                        Run.Happened.notMet("expected 10.244.2.2, observed 172.18.0.4")
                                .with(MATRIX, seen("10.244.1.2", "172.18.0.4")))
                .ran(2, passed(), observed(true))
                .report();
    }

    static Report late(String why) {
        return pods().notRun(why).report();
    }

    private static Report external() {
        return pods().inapplicable("NET-11", "somebody else splits the range")
                .ran(0, passed(), passed().with(MATRIX, answers()))
                .ran(1, passed(), passed().with(MATRIX, seen("10.244.1.2", "10.244.2.2")))
                .report();
    }

    static Report docker() {
        Matrix far = new Matrix(
                SOURCES + " from the other host",
                List.of(
                        cell("c-1", "bare-1", "172.17.0.2", "of-host-2", "bare-2", "172.18.0.9", "172.18.0.8", true),
                        cell("c-2", "bare-2", "172.17.0.2", "of-host-1", "bare-1", "172.18.0.8", "172.18.0.9", true)));
        Matrix near = new Matrix(
                SOURCES,
                List.of(cell("c-1", "bare-1", "172.17.0.2", "of-host-1", "bare-1", "172.18.0.8", "172.17.0.2", true)));
        return Run.of(BARE)
                .requirement("DKR-02", Level.MUST, Profile.DOCKER)
                .requirement("DKR-03", Level.MUST, Profile.DOCKER)
                .requirement("DKR-04", Level.MUST, Profile.DOCKER)
                .profiles(Profile.DOCKER)
                .select("DKR-02", "DKR-03", "DKR-04")
                .ran(
                        0,
                        passed(),
                        passed().with(
                                        MATRIX,
                                        new Matrix(
                                                "who answers",
                                                List.of(
                                                        container("c-1", "bare-1", "c-2", "bare-2", "c-1", true),
                                                        container("c-2", "bare-2", "c-1", "bare-1", "c-2", true),
                                                        container("c-1", "bare-1", "c-3", "bare-1", "c-3", true)))))
                .ran(
                        1,
                        passed(),
                        passed().with(
                                        MATRIX,
                                        new Matrix(
                                                "who answers",
                                                List.of(
                                                        container("c-1", "bare-1", "c-1", "bare-1", "c-1", true),
                                                        container("c-2", "bare-2", "c-2", "bare-2", "c-2", true)))))
                .ran(2, passed(), passed().with(MATRIX, near).with(MATRIX, far))
                .report();
    }

    private static Run pods() {
        return Run.of(PODS)
                .must("NET-02")
                .must("NET-03")
                .requirement("NET-11", Level.MAY, Profile.PORTABLE)
                .select("NET-02", "NET-03", "NET-11");
    }

    private static Matrix answers() {
        return new Matrix("who answers", List.of(pod("one", 1, "two", 2, "two"), pod("two", 2, "one", 1, "one")));
    }

    /** @param ofOne what pod two sees when pod one calls */
    static Matrix seen(String ofOne, String ofTwo) {
        return new Matrix(SOURCES, List.of(pod("one", 1, "two", 2, ofOne), pod("two", 2, "one", 1, ofTwo)));
    }

    private static Cell pod(String from, int fromHost, String to, int toHost, String observed) {
        String own = "10.244." + fromHost + ".2";
        boolean met = observed.equals(own) || observed.equals(to);
        return cell(from, "host-" + fromHost, own, to, "host-" + toHost, "10.244." + toHost + ".2", observed, met);
    }

    private static Cell container(
            String from, String fromHost, String to, String toHost, String observed, boolean met) {
        return cell(from, fromHost, "172.17.0.2", to, toHost, "172.17.0.2", observed, met);
    }

    static Cell cell(
            String from,
            String fromHost,
            String fromAddress,
            String to,
            String toHost,
            String toAddress,
            String observed,
            boolean met) {
        return new Cell(from, fromHost, fromAddress, to, toHost, toAddress, "TCP 8080", "expected", observed, met);
    }
}
