package dev.podproof.conformance.world;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a container sees of its network.
 *
 * @param networks addresses with their interfaces and prefixes, as {@code eth0 10.244.1.2/24}
 * @param interfaces with their hardware addresses
 * @param listening ports that somebody listens on, as {@code TCP:8080}
 */
public record Network(Set<String> networks, Set<String> interfaces, Set<String> listening) {

    static Network look(Shell shell, Peer peer, String container) {
        return parse(shell.run(peer, container, "ip -o addr; echo ==; ip -o link; echo ==; netstat -tuln")
                .out());
    }

    /** Reads three tables, parted by lines of equals signs: addresses, links, sockets. */
    static Network parse(String tables) {
        String[] table = tables.split("==\n", -1);
        if (table.length != 3) {
            throw new IllegalStateException("A container shows its network as " + tables);
        }
        return new Network(columns(table[0], Network::network), columns(table[1], Network::link), listening(table[2]));
    }

    /** Its addresses with their interfaces, as {@code eth0 10.244.1.2}. */
    public Set<String> addresses() {
        return networks.stream().map(Network::withoutPrefix).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Its addresses on interfaces other than the loopback. */
    public List<String> ownAddresses() {
        return ownNetworks().stream().map(Network::withoutPrefix).toList();
    }

    /** The same with their prefixes. */
    public List<String> ownNetworks() {
        return networks.stream()
                .filter(network -> !network.startsWith("lo "))
                .map(network -> network.substring(network.indexOf(' ') + 1))
                .toList();
    }

    private static String withoutPrefix(String network) {
        return network.replaceAll("/.*", "");
    }

    /** Its interfaces other than the loopback, each with its hardware address. */
    public List<String> ownInterfaces() {
        return interfaces.stream().filter(each -> !each.startsWith("lo:")).toList();
    }

    /** The open ports in a table of netstat. */
    static Set<String> listening(String table) {
        return columns(table, words -> {
            boolean socket = words[0].startsWith("tcp") || words[0].startsWith("udp");
            return socket && words.length > 3
                    ? words[0].substring(0, 3).toUpperCase(Locale.ROOT) + ":"
                            + words[3].substring(words[3].lastIndexOf(':') + 1)
                    : "";
        });
    }

    private static String network(String... words) {
        return words.length > 3 && words[2].startsWith("inet") ? words[1] + " " + words[3] : "";
    }

    private static String link(String... words) {
        List<String> all = Arrays.asList(words);
        int hardware = all.stream()
                .filter(word -> word.startsWith("link/"))
                .map(all::indexOf)
                .findFirst()
                .orElse(-1);
        return hardware < 0
                ? ""
                : words[1] + " " + String.join(" ", all.subList(hardware, Math.min(all.size(), hardware + 2)));
    }

    private static Set<String> columns(String table, Function<String[], String> pick) {
        return table.lines()
                .map(line -> line.strip().split("\\s+"))
                .map(pick)
                .filter(picked -> !picked.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
