package dev.podproof.report.render;

import dev.podproof.report.verdict.Cell;
import dev.podproof.report.verdict.RunStart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hosts side by side with the pods on them, and an arc for each pair that spoke: the measures of a drawing, in pixels. The template draws
 * it.
 */
public record FlowPicture(int width, int height, int wire, List<HostBox> hosts, List<PodBox> pods, List<Arc> arcs) {
    private static final int POD_WIDTH = 104;
    private static final int POD_HEIGHT = 44;
    private static final int GAP = 12;
    private static final int HOST_GAP = 28;
    private static final int HOST_HEAD = 44;
    private static final int EMPTY_HOST = 236;
    private static final double LIFT = 0.2;

    /** A host. */
    public record HostBox(int x, int y, int width, int height, String name, String address, String podRange) {}

    /** A pod on its host. */
    public record PodBox(int x, int y, int width, int height, String name, String address) {}

    /** A pair that spoke in one direction or both; not met when either direction was not. */
    public record Arc(double x1, double y1, double cx, double cy, double x2, double y2, boolean met, String label) {}

    /** Draws the hosts and, where there are cells, the pods of them. */
    static FlowPicture of(List<RunStart.Host> hosts, List<Cell> cells) {
        Map<String, Map<String, String>> podsByHost = podsByHost(hosts, cells);
        if (podsByHost.isEmpty()) {
            return new FlowPicture(0, 0, 0, List.of(), List.of(), List.of());
        }
        int arcSpace = cells.isEmpty() ? 8 : arcSpace(podsByHost);
        int boxHeight = HOST_HEAD + (cells.isEmpty() ? GAP : POD_HEIGHT + 2 * GAP);
        List<HostBox> boxes = new ArrayList<>();
        Map<String, PodBox> pods = new LinkedHashMap<>();
        int x = 8;
        for (Map.Entry<String, Map<String, String>> host : podsByHost.entrySet()) {
            int count = host.getValue().size();
            int width = Math.max(EMPTY_HOST, count * (POD_WIDTH + GAP) + GAP);
            boxes.add(hostBox(hosts, host.getKey(), x, arcSpace, width, boxHeight));
            int podX = x + (width - count * (POD_WIDTH + GAP) + GAP) / 2;
            for (Map.Entry<String, String> pod : host.getValue().entrySet()) {
                pods.put(
                        key(host.getKey(), pod.getKey()),
                        new PodBox(podX, arcSpace + GAP, POD_WIDTH, POD_HEIGHT, pod.getKey(), pod.getValue()));
                podX += POD_WIDTH + GAP;
            }
            x += width + HOST_GAP;
        }
        int wire = arcSpace + boxHeight + 26;
        return new FlowPicture(x - HOST_GAP + 8, wire + 18, wire, boxes, List.copyOf(pods.values()), arcs(cells, pods));
    }

    private static Map<String, Map<String, String>> podsByHost(List<RunStart.Host> hosts, List<Cell> cells) {
        Map<String, Map<String, String>> byHost = new LinkedHashMap<>();
        hosts.stream()
                .sorted(Comparator.comparing(RunStart.Host::name))
                .forEach(h -> byHost.put(h.name(), new TreeMap<>()));
        for (Cell cell : cells) {
            put(byHost, cell.fromHost(), cell.from(), cell.fromAddress());
            put(byHost, cell.toHost(), cell.to(), cell.toAddress());
        }
        if (!cells.isEmpty()) {
            byHost.values().removeIf(Map::isEmpty);
        }
        return byHost;
    }

    private static void put(Map<String, Map<String, String>> byHost, String host, String pod, String address) {
        byHost.computeIfAbsent(host, unused -> new TreeMap<>()).put(pod, address);
    }

    private static HostBox hostBox(List<RunStart.Host> hosts, String name, int x, int y, int width, int height) {
        return hosts.stream()
                .filter(h -> h.name().equals(name))
                .findFirst()
                .map(h -> new HostBox(x, y, width, height, name, h.address(), h.podRange()))
                .orElseGet(() -> new HostBox(x, y, width, height, name, "", ""));
    }

    /** As high as the widest arc needs. */
    private static int arcSpace(Map<String, Map<String, String>> podsByHost) {
        int widest = podsByHost.values().stream()
                .mapToInt(pods -> Math.max(EMPTY_HOST, pods.size() * (POD_WIDTH + GAP) + GAP) + HOST_GAP)
                .sum();
        return (int) (widest * LIFT) + GAP;
    }

    private static List<Arc> arcs(List<Cell> cells, Map<String, PodBox> pods) {
        Map<String, List<Cell>> pairs = new LinkedHashMap<>();
        for (Cell cell : cells) {
            String from = key(cell.fromHost(), cell.from());
            String to = key(cell.toHost(), cell.to());
            if (!from.equals(to)) {
                String pair = from.compareTo(to) < 0 ? from + "\n" + to : to + "\n" + from;
                pairs.computeIfAbsent(pair, unused -> new ArrayList<>()).add(cell);
            }
        }
        return pairs.values().stream()
                .map(pair -> arc(pair, pods))
                // What was not met is drawn last, on top.
                .sorted(Comparator.comparing(Arc::met).reversed())
                .toList();
    }

    private static Arc arc(List<Cell> pair, Map<String, PodBox> pods) {
        Cell any = pair.stream().filter(c -> !c.met()).findFirst().orElse(pair.get(0));
        PodBox from = pods.get(key(any.fromHost(), any.from()));
        PodBox to = pods.get(key(any.toHost(), any.to()));
        double x1 = from.x() + from.width() / 2.0;
        double x2 = to.x() + to.width() / 2.0;
        double top = from.y();
        double lift = Math.abs(x2 - x1) * LIFT * 2;
        String label = any.met()
                ? any.from() + " and " + any.to() + ": as expected"
                : any.from() + " → " + any.to() + ": expected " + any.expected() + ", observed " + any.observed();
        return new Arc(x1, top, (x1 + x2) / 2, top - lift, x2, top, any.met(), label);
    }

    private static String key(String host, String pod) {
        return host + "/" + pod;
    }
}
