package dev.podproof.reference.proxy;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the kernel forget UDP flows that lead elsewhere than to a backend of their service. A TCP connection to a dead backend breaks and
 * the client opens another; a UDP client that goes on sending from one port would be sent to the dead address for as long as it sends.
 * So would one that sent to a node port before anybody served it.
 */
final class Flows {

    private static final Logger LOG = LoggerFactory.getLogger(Flows.class);
    private static final String NOTHING_TO_FORGET = "0 flow entries have been deleted";

    /** A line of the kernel's list: where the client sends, and who answers. */
    private static final Pattern FLOW =
            Pattern.compile("src=\\S+ dst=(\\S+) sport=\\d+ dport=(\\d+) .*?src=(\\S+) dst=\\S+ sport=(\\d+) .*");

    private final Commands commands;
    private boolean unavailable;

    private record Flow(Ipv4Address destination, int port, Ipv4Address answers, int answersPort) {

        private boolean isFrom(Backend backend) {
            return backend.address().equals(answers) && backend.port() == answersPort;
        }
    }

    Flows(Commands commands) {
        this.commands = commands;
    }

    /** Forgets what leads neither to a backend that is there now nor, for ports that are gone, anywhere. */
    void forgetStale(Collection<VirtualPort> before, Collection<VirtualPort> after) {
        List<VirtualPort> now = new ArrayList<>(after);
        before.stream()
                .filter(port -> after.stream().noneMatch(other -> other.key().equals(port.key())))
                .map(VirtualPort::withoutBackends)
                .forEach(now::add);
        forgetStale(now);
    }

    /** Forgets flows to these ports that do not lead to one of their backends. */
    void forgetStale(Collection<VirtualPort> ports) {
        List<VirtualPort> udp =
                ports.stream().filter(port -> port.protocol() == Transport.UDP).toList();
        if (!udp.isEmpty()) {
            run("-L")
                    .lines()
                    .flatMap(line -> flow(line).stream())
                    .distinct()
                    .filter(flow -> udp.stream().anyMatch(port -> isStale(flow, port)))
                    .forEach(this::forget);
        }
    }

    private static boolean isStale(Flow flow, VirtualPort port) {
        boolean toService = flow.destination().equals(port.address()) && flow.port() == port.port();
        boolean toNodePort =
                port.nodePort().filter(number -> number == flow.port()).isPresent();
        return (toService || toNodePort) && port.backends().stream().noneMatch(flow::isFrom);
    }

    private static Optional<Flow> flow(String line) {
        Matcher parts = FLOW.matcher(line);
        if (!parts.find()) {
            return Optional.empty();
        }
        return Ipv4Address.of(parts.group(1))
                .flatMap(destination -> Ipv4Address.of(parts.group(3))
                        .map(answers -> new Flow(
                                destination,
                                Integer.parseInt(parts.group(2)),
                                answers,
                                Integer.parseInt(parts.group(4)))));
    }

    private void forget(Flow flow) {
        run(
                "-D",
                "--orig-dst",
                flow.destination().toString(),
                "--orig-port-dst",
                Integer.toString(flow.port()),
                "--reply-src",
                flow.answers().toString());
    }

    private String run(String... what) {
        if (unavailable) {
            return "";
        }
        List<String> command = new ArrayList<>(List.of("conntrack", "-p", "udp"));
        command.addAll(List.of(what));
        try {
            return commands.run(command, "");
        } catch (CommandFailed failed) {
            if (failed.reason() == CommandFailed.Reason.NOT_STARTED) {
                unavailable = true;
                LOG.warn("UDP flows of removed endpoints live on until they time out: {}", failed.getMessage());
            } else if (!failed.error().contains(NOTHING_TO_FORGET)) {
                LOG.warn("UDP flows were not forgotten: {}", failed.getMessage());
            }
            return "";
        }
    }
}
