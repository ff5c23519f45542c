package dev.podproof.reference.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of IPv4 addresses in CIDR notation, such as {@code 10.244.0.0/16}. The bits of a host are dropped. */
public record Ipv4Range(int network, int prefix) {

    private static final Pattern CIDR = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    public Ipv4Range {
        if (prefix < 0 || prefix > 32) {
            throw new IllegalArgumentException(
                    "not an IPv4 range, such as 10.244.0.0/16: a prefix has 0 to 32 bits, not " + prefix);
        }
        network &= mask(prefix);
    }

    /**
     * Reads the usual notation.
     *
     * @throws IllegalArgumentException if the text is no IPv4 range
     */
    public static Ipv4Range parse(String cidr) {
        Matcher parts = CIDR.matcher(cidr);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an IPv4 range, such as 10.244.0.0/16: " + cidr);
        }
        int address = 0;
        for (int group = 1; group <= 4; group++) {
            int octet = Integer.parseInt(parts.group(group));
            if (octet > 255) {
                throw new IllegalArgumentException(
                        "not an IPv4 range, such as 10.244.0.0/16: " + octet + " is more than 255 in " + cidr);
            }
            address = address << 8 | octet;
        }
        return new Ipv4Range(address, Integer.parseInt(parts.group(5)));
    }

    /** The range that a text is; empty for null and for any other text. */
    public static Optional<Ipv4Range> of(String cidr) {
        try {
            return Optional.ofNullable(cidr).map(Ipv4Range::parse);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** The part with that index when this range is cut into parts of the given prefix. */
    public Ipv4Range part(int partPrefix, int index) {
        return new Ipv4Range(network | index << (32 - partPrefix), partPrefix);
    }

    /** The address with that index, as text: 0 is the range's own. */
    public String address(int index) {
        int address = network + index;
        return "%d.%d.%d.%d".formatted(address >>> 24 & 255, address >>> 16 & 255, address >>> 8 & 255, address & 255);
    }

    public boolean contains(Ipv4Range other) {
        return other.prefix >= prefix && (other.network & mask(prefix)) == network;
    }

    public boolean contains(Ipv4Address address) {
        return contains(address.alone());
    }

    public boolean overlaps(Ipv4Range other) {
        return contains(other) || other.contains(this);
    }

    @Override
    public String toString() {
        return address(0) + "/" + prefix;
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }
}
