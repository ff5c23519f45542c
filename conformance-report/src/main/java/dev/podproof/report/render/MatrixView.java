package dev.podproof.report.render;

import dev.podproof.report.verdict.Cell;
import dev.podproof.report.verdict.Matrix;
import dev.podproof.report.verdict.RunStart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One channel of a matrix as a table: callers down, receivers across, in the cell what was observed.
 *
 * @param hosts the hosts of the columns and how many columns each has
 */
public record MatrixView(
        String requirement,
        String title,
        String channel,
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

    /** One caller and what each receiver saw of it; where the two never met, the cell is null. */
    public record Row(Endpoint caller, List<Optional<Cell>> cells) {}

    static List<MatrixView> of(String requirement, Matrix matrix, List<RunStart.Host> hosts) {
        Map<String, List<Cell>> byChannel = new LinkedHashMap<>();
        matrix.cells()
                .forEach(c -> byChannel
                        .computeIfAbsent(c.channel(), unused -> new ArrayList<>())
                        .add(c));
        List<MatrixView> views = new ArrayList<>();
        byChannel.forEach((channel, cells) -> views.add(view(requirement, matrix.title(), channel, cells, hosts)));
        return views;
    }

    private static MatrixView view(
            String requirement, String title, String channel, List<Cell> cells, List<RunStart.Host> hosts) {
        Set<Endpoint> callers = new LinkedHashSet<>();
        Set<Endpoint> receivers = new LinkedHashSet<>();
        for (Cell cell : cells) {
            callers.add(new Endpoint(cell.from(), cell.fromHost(), cell.fromAddress()));
            receivers.add(new Endpoint(cell.to(), cell.toHost(), cell.toAddress()));
        }
        List<Endpoint> columns = ordered(receivers);
        List<Row> rows = ordered(callers).stream()
                .map(caller -> new Row(
                        caller,
                        columns.stream().map(to -> between(cells, caller, to)).toList()))
                .toList();
        long met = cells.stream().filter(Cell::met).count();
        return new MatrixView(
                requirement,
                title,
                channel,
                met,
                cells.size(),
                spans(columns),
                columns,
                rows,
                FlowPicture.of(hosts, cells));
    }

    private static List<Endpoint> ordered(Set<Endpoint> endpoints) {
        return endpoints.stream()
                .sorted(java.util.Comparator.comparing(Endpoint::host).thenComparing(Endpoint::name))
                .toList();
    }

    private static Optional<Cell> between(List<Cell> cells, Endpoint from, Endpoint to) {
        return cells.stream()
                .filter(c -> c.from().equals(from.name()) && c.fromHost().equals(from.host()))
                .filter(c -> c.to().equals(to.name()) && c.toHost().equals(to.host()))
                // Where a pair was asked more than once, what went wrong is what has to be seen.
                .min(java.util.Comparator.comparing(Cell::met));
    }

    private static List<HostSpan> spans(List<Endpoint> columns) {
        Map<String, Integer> width = new LinkedHashMap<>();
        columns.forEach(c -> width.merge(c.host(), 1, Integer::sum));
        return width.entrySet().stream()
                .map(e -> new HostSpan(e.getKey(), e.getValue()))
                .toList();
    }
}
