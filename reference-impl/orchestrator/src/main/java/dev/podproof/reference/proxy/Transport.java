package dev.podproof.reference.proxy;

import java.util.Locale;
import java.util.Optional;

/** The protocols that services are served over, in nftables' words. */
enum Transport {
    TCP,
    UDP;

    /** The one that a port of a service declares; TCP where it declares none, empty for one that is not served. */
    static Optional<Transport> of(String declared) {
        if (declared == null || declared.equals("TCP")) {
            return Optional.of(TCP);
        }
        return declared.equals("UDP") ? Optional.of(UDP) : Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
