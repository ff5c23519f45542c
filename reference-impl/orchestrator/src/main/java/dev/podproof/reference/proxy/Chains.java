package dev.podproof.reference.proxy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The chains of one virtual port, as nftables commands. {@code svc-…} picks a backend; with session affinity a chain and a set of
 * clients per backend follow ({@code ep-…}, {@code aff-…}); {@code ext-…} marks what came through a node port, because
 * the answer has to come back through this host.
 */
final class Chains {

    static final String TABLE = "ip podproof_proxy";
    static final int MARK = 0x4000;

    private final VirtualPort port;
    private final String hash;
    private final StringBuilder script;

    Chains(VirtualPort port, StringBuilder script) {
        this.port = port;
        this.hash = hash(port.key());
        this.script = script;
    }

    void create() {
        command("add chain %s %s".formatted(TABLE, service()));
        port.nodePort().ifPresent(number -> {
            command("add chain %s %s".formatted(TABLE, external()));
            command("add rule %s %s meta mark set meta mark | 0x%x goto %s"
                    .formatted(TABLE, external(), MARK, service()));
        });
        createBackends(port.backends());
        fill();
    }

    /** Sends new connections to the backends that there are now. */
    void refill() {
        command("flush chain %s %s".formatted(TABLE, service()));
        fill();
    }

    /** What a backend needs before {@link #refill} names it. */
    void createBackends(List<Backend> backends) {
        backends.forEach(backend -> hairpin(backend));
        if (port.affinity().isPresent()) {
            backends.forEach(this::createSticky);
        }
    }

    /** What a backend leaves after {@link #refill} no longer names it. */
    void deleteBackends(List<Backend> backends) {
        if (port.affinity().isPresent()) {
            for (Backend backend : backends) {
                command("flush chain %s %s".formatted(TABLE, endpoint(backend)));
                command("delete chain %s %s".formatted(TABLE, endpoint(backend)));
                command("delete set %s %s".formatted(TABLE, clients(backend)));
            }
        }
    }

    void delete() {
        port.nodePort().ifPresent(number -> {
            command("flush chain %s %s".formatted(TABLE, external()));
            command("delete chain %s %s".formatted(TABLE, external()));
        });
        command("flush chain %s %s".formatted(TABLE, service()));
        deleteBackends(port.backends());
        command("delete chain %s %s".formatted(TABLE, service()));
    }

    void addElements() {
        command("add element %s services { %s : goto %s }".formatted(TABLE, virtualAddress(), service()));
        port.nodePort()
                .ifPresent(number -> command("add element %s node_ports { %s . %d : goto %s }"
                        .formatted(TABLE, port.protocol(), number, external())));
    }

    void deleteElements() {
        command("delete element %s services { %s }".formatted(TABLE, virtualAddress()));
        port.nodePort()
                .ifPresent(number ->
                        command("delete element %s node_ports { %s . %d }".formatted(TABLE, port.protocol(), number)));
    }

    private void fill() {
        List<Backend> backends = port.backends();
        if (port.affinity().isPresent()) {
            backends.forEach(backend -> command("add rule %s %s ip saddr @%s goto %s"
                    .formatted(TABLE, service(), clients(backend), endpoint(backend))));
            command("add rule %s %s numgen random mod %d vmap { %s }"
                    .formatted(
                            TABLE,
                            service(),
                            backends.size(),
                            numbered(backends.stream()
                                    .map(b -> "goto " + endpoint(b))
                                    .toList())));
        } else {
            command("add rule %s %s meta l4proto %s dnat ip to numgen random mod %d map { %s }"
                    .formatted(
                            TABLE,
                            service(),
                            port.protocol(),
                            backends.size(),
                            numbered(backends.stream()
                                    .map(backend -> backend.address() + " . " + backend.port())
                                    .toList())));
        }
    }

    private void createSticky(Backend backend) {
        command("add set %s %s { type ipv4_addr; flags dynamic,timeout; timeout %ds; }"
                .formatted(
                        TABLE, clients(backend), port.affinity().orElseThrow().toSeconds()));
        command("add chain %s %s".formatted(TABLE, endpoint(backend)));
        command("add rule %s %s update @%s { ip saddr } meta l4proto %s dnat ip to %s:%d"
                .formatted(
                        TABLE,
                        endpoint(backend),
                        clients(backend),
                        port.protocol(),
                        backend.address(),
                        backend.port()));
    }

    /**
     * A pod that reaches itself through its service would get its own answer from itself, not from the service: this pair of
     * addresses is masqueraded. It is never deleted before the next start: a packet from an address to itself is always such a hairpin.
     */
    private void hairpin(Backend backend) {
        command("add element %s hairpins { %s . %s }".formatted(TABLE, backend.address(), backend.address()));
    }

    private String virtualAddress() {
        return "%s . %s . %d".formatted(port.address(), port.protocol(), port.port());
    }

    private String service() {
        return "svc-" + hash + "-" + readable();
    }

    private String external() {
        return "ext-" + hash + "-" + readable();
    }

    private String endpoint(Backend backend) {
        return "ep-%s-%s/%d".formatted(hash, backend.address(), backend.port());
    }

    private String clients(Backend backend) {
        return "aff-%s-%s/%d".formatted(hash, backend.address(), backend.port());
    }

    private String readable() {
        return "%s/%s/%d".formatted(port.service(), port.protocol(), port.port());
    }

    private void command(String line) {
        script.append(line).append('\n');
    }

    private static String numbered(List<String> values) {
        StringBuilder elements = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            elements.append(i == 0 ? "" : ", ").append(i).append(" : ").append(values.get(i));
        }
        return elements.toString();
    }

    private static String hash(VirtualPort.Key key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(key.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
