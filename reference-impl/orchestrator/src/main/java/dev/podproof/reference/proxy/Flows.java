package dev.podproof.reference.proxy;

import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the kernel forget UDP flows whose backend is gone. A TCP connection to it breaks and the client opens another; a
 * UDP client that goes on sending from one port would be sent to the dead address for as long as it sends.
 */
final class Flows {

    private static final Logger LOG = LoggerFactory.getLogger(Flows.class);
    private static final String NOTHING_TO_FORGET = "0 flow entries have been deleted";

    private final Commands commands;
    private boolean unavailable;

    Flows(Commands commands) {
        this.commands = commands;
    }

    void forget(VirtualPort port, List<Backend> gone) {
        if (!port.protocol().equals("udp")) {
            return;
        }
        for (Backend backend : gone) {
            delete("--orig-dst", port.address(), "--dst-nat", backend.address());
            port.nodePort()
                    .ifPresent(number ->
                            delete("--orig-port-dst", Integer.toString(number), "--dst-nat", backend.address()));
        }
    }

    private void delete(String... which) {
        if (unavailable) {
            return;
        }
        try {
            List<String> command = new ArrayList<>(List.of("conntrack", "-D", "-p", "udp"));
            command.addAll(List.of(which));
            commands.run(command, "");
        } catch (CommandFailed failed) {
            if (failed.reason() == CommandFailed.Reason.NOT_STARTED) {
                unavailable = true;
                LOG.warn("UDP flows of removed endpoints live on until they time out: {}", failed.getMessage());
            } else if (!failed.error().contains(NOTHING_TO_FORGET)) {
                LOG.warn("UDP flows were not forgotten: {}", failed.getMessage());
            }
        }
    }
}
