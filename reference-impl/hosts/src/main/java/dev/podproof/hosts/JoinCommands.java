package dev.podproof.hosts;

import java.util.List;
import java.util.Optional;

/**
 * How the next hosts are started by hand.
 *
 * @param lines one for each host, for a shell; secrets for the hour that they are good
 * @param image that has to be on the machine where one runs
 * @param sharedNetwork the Docker network by which other machines can take part; empty if none can, and the lines are for this machine's Engine
 */
public record JoinCommands(List<String> lines, String image, Optional<String> sharedNetwork) {
    public JoinCommands {
        lines = List.copyOf(lines);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "JoinCommands[" + lines.size() + " of " + image + " on " + sharedNetwork.orElse("this machine's Engine")
                + "]";
    }
}
