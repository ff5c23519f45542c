package dev.podproof.hosts;

import java.util.Optional;

/**
 * How the next host is started by hand.
 *
 * @param line for a shell; a secret for the hour that it is good
 * @param image that has to be on the machine where it runs
 * @param sharedNetwork the Docker network by which other machines can take part; empty if none can, and the line is for this machine's Engine
 */
public record JoinCommand(String line, String image, Optional<String> sharedNetwork) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "JoinCommand[" + image + " on " + sharedNetwork.orElse("this machine's Engine") + "]";
    }
}
