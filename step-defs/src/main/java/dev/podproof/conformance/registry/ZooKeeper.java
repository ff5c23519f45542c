package dev.podproof.conformance.registry;

import dev.podproof.conformance.probe.ZooKeeperMessages;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Shell;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** ZooKeeper: ephemeral nodes, which last as long as the session that made them, over its own protocol. */
final class ZooKeeper implements Registry {
    /** As short as a server with usual settings lets a session be. */
    private static final Duration SESSION = Duration.ofSeconds(5);

    /** An address is filled up with blanks to one length, so that whoever makes the message need not know it. */
    private static final int ADDRESS_LENGTH = 39;

    /**
     * Asking for the node once more keeps the session alive; the server answers that it is there already. A server that is about to start may take
     * a connection and never answer on it, so whoever hears nothing connects again. No answer is shorter than 20 bytes.
     */
    private static final String REGISTER = """
            while :; do
              nc -w 10 $1 2181 -e sh -c 'printf "$1"
                while printf "$2%-39s$3" $POD_IP && timeout 10 head -c 20 > /dev/null; do sleep 1; done' zk "$2" "$3" "$4"
              sleep 1
            done
            """;

    /** A server that never hangs up would keep the question open for as long: it is asked again instead. */
    private static final String ASK = """
            timeout 10 nc -w 3 $1 2181 -e sh -c 'printf "$1"; exec od -An -v -tx1 >&2' zk "$2" 2>&1
            """;

    @Override
    public String need() {
        return "image-zookeeper";
    }

    @Override
    public int port() {
        return 2181;
    }

    @Override
    public PodManifest server(String name, String image) {
        return PodManifest.of(name, "containers: [{name: zookeeper, image: \"%s\"}]".formatted(image));
    }

    @Override
    public String registering(String pod, String address) {
        ZooKeeperMessages.Ephemeral create = ZooKeeperMessages.ephemeral("/" + pod, ADDRESS_LENGTH);
        return "set -- %s '%s' '%s' '%s'\n"
                        .formatted(
                                address,
                                Shell.escaped(ZooKeeperMessages.connect(SESSION)),
                                Shell.escaped(create.beforeData()),
                                Shell.escaped(create.afterData()))
                + REGISTER;
    }

    @Override
    public Found look(Shell shell, Pod from, String address) {
        Asked children = ask(shell, from, address, List.of(ZooKeeperMessages.children("/")));
        if (children.replies().isEmpty()) {
            return Found.nothing(children.heard());
        }
        List<String> names = ZooKeeperMessages.names(children.replies().get(0)).stream()
                .filter(name -> !name.equals("zookeeper"))
                .toList();
        Asked data = ask(
                shell,
                from,
                address,
                names.stream().map(name -> ZooKeeperMessages.data("/" + name)).toList());
        Map<String, String> addresses = new TreeMap<>();
        for (int i = 0; i < Math.min(names.size(), data.replies().size()); i++) {
            String name = names.get(i);
            // One that went in between has no data any more.
            ZooKeeperMessages.text(data.replies().get(i)).ifPresent(text -> addresses.put(name, text.strip()));
        }
        return new Found(true, addresses, names + " " + addresses);
    }

    private record Asked(List<byte[]> replies, String heard) {}

    /** Opens a session, asks all at once, and closes it, whereupon the server ends the connection. */
    private static Asked ask(Shell shell, Pod from, String address, List<byte[]> requests) {
        byte[] all = ZooKeeperMessages.conversation(SESSION, requests);
        String heard = shell.run(from, from.container(), ASK, address, Shell.escaped(all))
                .out();
        String digits = heard.replaceAll("\\s", "");
        boolean bytes = !digits.isEmpty() && digits.matches("([0-9a-f]{2})+");
        List<byte[]> replies = bytes ? ZooKeeperMessages.replies(HexFormat.of().parseHex(digits)) : List.of();
        return new Asked(replies, heard.strip());
    }
}
