package dev.podproof.report.render;

import dev.podproof.report.verdict.Cell;
import dev.podproof.report.verdict.Matrix;
import dev.podproof.report.verdict.RunStart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A matrix as a table: callers down, receivers across, in the cell what was observed over all channels.
 *
 * @param address of it on the page
 * @param requirement whose scenario observed it
 * @param pairs how many pairs of a caller and a receiver it has, each in one direction
 * @param met how many of the calls came out as they should
 * @param hosts the hosts of the columns and how many columns each has
 */
public record MatrixView(
        String address,
        String requirement,
        String scenario,
        String title,
        List<String> channels,
        long pairs,
        long met,
        int total,
        List<HostSpan> hosts,
        List<Endpoint> columns,
        List<Row> rows,
        FlowPicture picture) {
    /** Neighbouring columns of one host. */
    public record HostSpan(String host, int columns) {}

    /** One that calls or is called. */
    public record Endpoint(String name, String host, String address) {}

    /** One caller and what each receiver saw of it. */
    public record Row(Endpoint caller, List<Pair> pairs) {}

    /**
     * A caller and a receiver.
     *
     * @param observed what was observed, each thing once; empty where the two never met
     * @param wrong what did not come out as it should
     */
    public record Pair(List<String> observed, List<Wrong> wrong) {}

    /**
     * What did not come out as it should.
     *
     * @param how over which channels; empty where the matrix has one alone
     */
    public record Wrong(String observed, String expected, String how) {}

    static MatrixView of(
            String address, String requirement, String scenario, Matrix matrix, List<RunStart.Host> hosts) {
        List<Cell> cells = matrix.cells();
        Set<Endpoint> callers = new LinkedHashSet<>();
        Set<Endpoint> receivers = new LinkedHashSet<>();
        Set<String> channels = new LinkedHashSet<>();
        for (Cell cell : cells) {
            callers.add(caller(cell));
            receivers.add(receiver(cell));
            channels.add(cell.channel());
        }
        List<Endpoint> columns = ordered(receivers);
        List<Row> rows = ordered(callers).stream()
                .map(from -> new Row(
                        from, columns.stream().map(to -> pair(cells, from, to)).toList()))
                .toList();
        return new MatrixView(
                address,
                requirement,
                scenario,
                matrix.title(),
                List.copyOf(channels),
                rows.stream()
                        .flatMap(row -> row.pairs().stream())
                        .filter(pair -> !pair.observed().isEmpty())
                        .count(),
                matrix.met(),
                cells.size(),
                spans(columns),
                columns,
                rows,
                FlowPicture.of(hosts, cells));
    }

    /** The number of pairs and ways that were observed and their outcome, such as {@code 30 pairs in 6 ways, all as expected}. */
    public String words() {
        String seen = pairs == 1 ? "one pair" : pairs + " pairs";
        boolean even = total == pairs * channels.size();
        if (even && channels.size() > 1) {
            seen += " in " + channels.size() + " ways";
        }
        if (!isMet()) {
            return seen + ", " + (total - met) + " of " + total + " calls not as expected";
        }
        return seen + (even ? "" : ", " + total + " calls") + ", all as expected";
    }

    public boolean isMet() {
        return met == total;
    }

    /** Whether there is more to see than in a line of text. */
    public boolean worthDrawing() {
        return rows.size() > 1 && columns.size() > 1;
    }

    private static Endpoint caller(Cell cell) {
        return new Endpoint(cell.from(), cell.fromHost(), cell.fromAddress());
    }

    private static Endpoint receiver(Cell cell) {
        return new Endpoint(cell.to(), cell.toHost(), cell.toAddress());
    }

    private static List<Endpoint> ordered(Set<Endpoint> endpoints) {
        return endpoints.stream()
                .sorted(Comparator.comparing(Endpoint::host).thenComparing(Endpoint::name))
                .toList();
    }

    private static Pair pair(List<Cell> cells, Endpoint from, Endpoint to) {
        List<Cell> between = cells.stream()
                .filter(c -> caller(c).equals(from) && receiver(c).equals(to))
                .toList();
        return new Pair(
                between.stream().map(c -> Brief.of(c.seen()).text()).distinct().toList(), wrong(between));
    }

    /** The same over several channels is said once. */
    private static List<Wrong> wrong(List<Cell> between) {
        Map<Wrong, List<String>> channels = new LinkedHashMap<>();
        between.stream()
                .filter(c -> !c.met())
                .forEach(c -> channels.computeIfAbsent(
                                new Wrong(Brief.of(c.seen()).text(), c.expected(), ""), unused -> new ArrayList<>())
                        .add(c.channel()));
        return channels.entrySet().stream()
                .map(e -> new Wrong(e.getKey().observed(), e.getKey().expected(), how(e.getValue(), between.size())))
                .toList();
    }

    private static String how(List<String> channels, int all) {
        if (all == 1) {
            return "";
        }
        return channels.size() == all ? "in all " + all + " ways" : String.join(", ", channels);
    }

    private static List<HostSpan> spans(List<Endpoint> columns) {
        Map<String, Integer> width = new LinkedHashMap<>();
        columns.forEach(c -> width.merge(c.host(), 1, Integer::sum));
        return width.entrySet().stream()
                .map(e -> new HostSpan(e.getKey(), e.getValue()))
                .toList();
    }
}
