package dev.podproof.reference.faults;

import dev.podproof.reference.host.Commands;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The process that a fault is in.
 *
 * @param node the host's name; empty on the master
 * @param address the host's own
 * @param podRange where all pods' addresses come from
 * @param serviceRange where virtual addresses come from
 * @param commands the host's own, with no fault before them
 * @param data where a fault may keep directories
 * @param late does later what comes late: after more than the 5 s beyond a grace period that a kill may take
 */
public record Place(
        Optional<String> node,
        String address,
        String podRange,
        String serviceRange,
        Commands commands,
        Path data,
        Clock clock,
        Executor late) {

    /** For faults that only one host has. */
    boolean isHost(String name) {
        return node.equals(Optional.of(name));
    }
}
