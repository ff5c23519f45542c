package dev.podproof.report.render;

import dev.podproof.features.Profile;
import dev.podproof.report.verdict.Cell;
import dev.podproof.report.verdict.Matrix;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.RequirementResult;
import dev.podproof.report.verdict.RunStart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A call between two hosts and the source address that the server saw, as the record has it: what a flat network is about, in one picture
 * for each kind of caller and server.
 *
 * @param requirement whose scenario observed it
 * @param seen the source address that the server saw
 * @param whose whose address that is
 * @param met whether it is the one that the requirement asks for
 * @param alike in how many of the calls of this kind the server saw an address of the same sort
 */
public record SourceView(
        String title,
        String requirement,
        Side caller,
        Side server,
        String seen,
        Whose whose,
        boolean met,
        long alike,
        int total) {
    /** Whose address a server saw. */
    public enum Whose {
        CALLER("the caller's", "own address"),
        HOST("the address", "of the caller's host"),
        OTHER_OF_HOST("another address", "of the calling host"),
        OTHER("neither the caller's", "address nor its host's");

        private final String first;
        private final String second;

        Whose(String first, String second) {
            this.first = first;
            this.second = second;
        }

        /** The legend of a picture. */
        public List<String> lines() {
            return List.of(first, second);
        }

        /** The same in one line. */
        public String words() {
            return first + " " + second;
        }
    }

    /**
     * One end of a call.
     *
     * @param address its own; the same as the host's where it has no other network than the host's
     */
    public record Side(String name, String address, String host, String hostAddress) {
        /** Whether it has no network but the host's. */
        public boolean onHostNetwork() {
            return !hostAddress.isEmpty() && hostAddress.equals(address);
        }
    }

    /** All kinds of calls between hosts of which a run recorded what the servers saw. */
    static List<SourceView> of(Report report) {
        List<SourceView> views = new ArrayList<>();
        RunStart.Topology topology = report.start().topology();
        for (RequirementResult result : report.requirements()) {
            Map<String, List<Cell>> byKind = new LinkedHashMap<>();
            result.scenarios().stream()
                    .flatMap(scenario -> scenario.examples().stream())
                    .flatMap(example -> example.matrices().stream())
                    .filter(Matrix::showsSources)
                    .flatMap(matrix -> matrix.cells().stream())
                    .filter(cell -> !cell.fromHost().equals(cell.toHost()))
                    .forEach(cell -> byKind.computeIfAbsent(
                                    kind(result, caller(cell, topology), server(cell, topology)),
                                    unused -> new ArrayList<>())
                            .add(cell));
            byKind.forEach((kind, cells) -> views.add(view(kind, result.id(), cells, topology)));
        }
        return List.copyOf(views);
    }

    /** In how many calls of this kind it was so. */
    public String how() {
        return "seen in " + SideBySide.share(alike, total) + (total == 1 ? " call" : " calls");
    }

    /** The same picture under the name of what was tested. */
    SourceView of(String column) {
        return new SourceView(column + ": " + title, requirement, caller, server, seen, whose, met, alike, total);
    }

    private static SourceView view(String kind, String requirement, List<Cell> cells, RunStart.Topology topology) {
        Cell shown = cells.stream().filter(cell -> !cell.met()).findFirst().orElse(cells.get(0));
        Whose whose = whose(shown, topology);
        return new SourceView(
                kind,
                requirement,
                caller(shown, topology),
                server(shown, topology),
                shown.seen(),
                whose,
                shown.met(),
                cells.stream().filter(cell -> whose(cell, topology) == whose).count(),
                cells.size());
    }

    private static Whose whose(Cell cell, RunStart.Topology topology) {
        Side caller = caller(cell, topology);
        if (cell.seen().equals(caller.address())) {
            return Whose.CALLER;
        }
        if (!caller.hostAddress().isEmpty() && cell.seen().equals(caller.hostAddress())) {
            return Whose.HOST;
        }
        return caller.onHostNetwork() && cell.met() ? Whose.OTHER_OF_HOST : Whose.OTHER;
    }

    private static String kind(RequirementResult result, Side caller, Side server) {
        boolean bare = result.requirement().profile() == Profile.DOCKER;
        String guest = bare ? "a container" : "a pod";
        return (bare ? "Docker alone: " : "") + (caller.onHostNetwork() ? "a host" : guest) + " calls "
                + (server.onHostNetwork() ? "another host" : guest + " on another host");
    }

    private static Side caller(Cell cell, RunStart.Topology topology) {
        return new Side(cell.from(), cell.fromAddress(), cell.fromHost(), topology.address(cell.fromHost()));
    }

    private static Side server(Cell cell, RunStart.Topology topology) {
        return new Side(cell.to(), cell.toAddress(), cell.toHost(), topology.address(cell.toHost()));
    }
}
