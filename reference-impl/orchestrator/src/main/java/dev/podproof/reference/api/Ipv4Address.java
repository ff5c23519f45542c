package dev.podproof.reference.api;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPv4 address that was read from its one usual form, four decimal numbers. What programs of the host are told goes through this type:
 * its text holds nothing but digits and dots, whoever wrote it.
 *
 * @param bits the four octets, the first one highest
 */
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {

    private static final Pattern FORM =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");

    /** The address that a text is; empty for null, for a name, and for any other form of an address. */
    public static Optional<Ipv4Address> of(String text) {
        if (text == null || !FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        int bits = 0;
        for (var octet : text.split("\\.", -1)) {
            bits = bits << 8 | Integer.parseInt(octet);
        }
        return Optional.of(new Ipv4Address(bits));
    }

    /** The same for a text that has to be one. */
    public static Ipv4Address parse(String text) {
        return of(text).orElseThrow(() -> new IllegalArgumentException("not an IPv4 address: " + text));
    }

    /** The range that holds this address alone. */
    public Ipv4Range alone() {
        return new Ipv4Range(bits, Integer.SIZE);
    }

    /** Whether no other host could reach it, or it is nobody's: this host itself, loopback, a single link, multicast (RFC 6890). */
    public boolean isOfNoHost() {
        return ClusterRanges.isOfOthers(alone());
    }

    @Override
    public int compareTo(Ipv4Address other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return alone().address(0);
    }
}
