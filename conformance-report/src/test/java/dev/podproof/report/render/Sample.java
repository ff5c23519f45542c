package dev.podproof.report.render;

import static dev.podproof.report.verdict.Run.Happened.missingNeed;
import static dev.podproof.report.verdict.Run.Happened.notMet;
import static dev.podproof.report.verdict.Run.Happened.observed;
import static dev.podproof.report.verdict.Run.Happened.passed;
import static dev.podproof.report.verdict.Run.Happened.skipped;
import static dev.podproof.report.verdict.Run.Happened.thrown;

import dev.podproof.features.Level;
import dev.podproof.features.Profile;
import dev.podproof.report.verdict.Cell;
import dev.podproof.report.verdict.Evidence;
import dev.podproof.report.verdict.Matrix;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.Run;
import java.util.ArrayList;
import java.util.List;

/** A run in which every outcome occurs, with texts that try to break out of what they are written into. */
final class Sample {
    static final String HOSTILE =
            "<script>alert('x')</script> & \"]]>\" | \u0007 ünï ![picture](http://cluster.example) a \\| cell `code`";

    private Sample() {}

    private static final String FEATURE = """
            Feature: Networking
              @NET-01
              Rule: An address of its own
                Scenario: A pod has one address
                  Given a pod
                  Then it has one address
              @NET-02
              Rule: Reached
                Scenario Outline: Every pod reaches every pod over <channel>
                  Given a pod on each host
                  Then each of them is reached
                  Examples:
                    | channel |
                    | TCP     |
                    | UDP     |
              @NET-03
              Rule: No translation
                Scenario: A receiver sees the caller's own address
                  Given a pod on each host
                  Then each of them sees the caller's own address
              @NET-04
              Rule: Needs more
                Scenario: Something is asked of two hosts
                  Given a pod
                  Then it has one address
              @NET-05
              Rule: Broken
                Scenario: The suite stumbles
                  Given a pod
                  Then it has one address
              @NET-06
              Rule: Better
                Scenario: A SHOULD is not met
                  Given a pod
                  Then it has one address
            """;

    static Run run() {
        Matrix healthy = matrix("Who reaches whom", true);
        Matrix translated = matrix("Which source address receivers see", false);
        Evidence evidence = new Evidence(
                List.of(
                        new Evidence.File("objects.yaml", "kind: Pod\nmetadata: {name: " + HOSTILE + "}\n"),
                        new Evidence.File("../../escape.txt", "outside?")),
                List.of(
                        "kubectl -n demo get pods -o wide",
                        "kubectl -n demo exec a -- wget -qO- http://10.244.2.2:8080/"),
                "Without it a pod can't be told from the host that it runs on.",
                "A masquerading rule on a host, put there by its Docker Engine or by a network plugin.");
        return Run.of(FEATURE)
                .must("NET-01")
                .must("NET-02")
                .must("NET-03", "Datagrams.")
                .must("NET-04")
                .must("NET-05")
                .requirement("NET-06", Level.SHOULD, Profile.PORTABLE)
                .must("NET-07")
                .requirement("ORI-01", Level.MUST, Profile.ORIGINAL)
                .requirement("DKR-01", Level.MUST, Profile.DOCKER)
                .profiles(Profile.PORTABLE, Profile.ORIGINAL)
                .offer("two-hosts", true)
                .offer("host-path", "the API server refused it: " + HOSTILE)
                .ran(0, passed(), passed(), observed(true))
                .ran(1, passed(), passed(), passed().with("application/vnd.podproof.matrix+json", healthy))
                .ran(2, passed(), passed(), passed().with("application/vnd.podproof.matrix+json", healthy))
                .ran(
                        3,
                        passed(),
                        passed(),
                        notMet("pod-a (10.244.1.2) called pod-c; expected source address 10.244.1.2, observed "
                                        + "172.18.0.3\n" + HOSTILE)
                                .with("application/vnd.podproof.matrix+json", translated)
                                .with("application/vnd.podproof.evidence+json", evidence))
                .ran(4, missingNeed("host-control"), skipped(), skipped())
                .ran(5, passed(), passed(), thrown("java.io.IOException", "connection reset"))
                .ran(6, passed(), passed(), notMet("expected one, observed two"));
    }

    static Report report() {
        return run().report();
    }

    private static Matrix matrix(String title, boolean healthy) {
        String[] names = {"pod-a", "pod-b", "pod-c", "pod-d"};
        List<Cell> cells = new ArrayList<>();
        for (int from = 0; from < names.length; from++) {
            for (int to = 0; to < names.length; to++) {
                if (from != to) {
                    boolean met = healthy || from / 2 == to / 2 || from > to;
                    cells.add(cell(names, from, to, met));
                }
            }
        }
        return new Matrix(title, cells);
    }

    private static Cell cell(String[] names, int from, int to, boolean met) {
        return new Cell(
                names[from],
                "host-" + (1 + from / 2),
                address(from),
                names[to],
                "host-" + (1 + to / 2),
                address(to),
                "TCP 8080",
                address(from),
                met ? address(from) : "172.18.0.3",
                met);
    }

    private static String address(int pod) {
        return "10.244." + (1 + pod / 2) + "." + (2 + pod % 2);
    }
}
