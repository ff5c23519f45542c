package dev.podproof.hosts;

/** An action that failed because of one host, whose log then belongs into the message. */
final class HostTrouble extends RuntimeException {
    private final String host;

    HostTrouble(String host, String message) {
        super(message);
        this.host = host;
    }

    String host() {
        return host;
    }
}
