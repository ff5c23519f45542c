package dev.podproof.conformance.world;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A range of addresses in the notation of RFC 4632, of either version of IP.
 *
 * @param base its first address, as a number
 * @param bits of an address: 32 or 128
 * @param prefix how many of them all its addresses have in common
 */
public record AddressRange(BigInteger base, int bits, int prefix) {
    /**
     * Reads {@code 10.244.1.0/24}.
     *
     * @throws IllegalArgumentException when the text is no such range
     */
    public static AddressRange parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("'" + text + "' is no range of addresses such as 10.244.1.0/24");
        }
        byte[] address = bytes(parts[0]);
        return new AddressRange(new BigInteger(1, address), address.length * 8, Integer.parseInt(parts[1])).widened(0);
    }

    /** Reads what the target says; empty when that is no range. */
    public static Optional<AddressRange> read(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The range of that many bits less in common, around this one. */
    public AddressRange widened(int by) {
        int hostBits = bits - prefix + by;
        return new AddressRange(base.shiftRight(hostBits).shiftLeft(hostBits), bits, prefix - by);
    }

    public boolean contains(String address) {
        byte[] bytes = bytes(address);
        return bytes.length * 8 == bits && sameBits(new BigInteger(1, bytes), prefix);
    }

    public boolean overlaps(AddressRange other) {
        return bits == other.bits && sameBits(other.base, Math.min(prefix, other.prefix));
    }

    private boolean sameBits(BigInteger other, int common) {
        return base.shiftRight(bits - common).equals(other.shiftRight(bits - common));
    }

    /** Only digits and separators: no name is ever looked up. */
    private static byte[] bytes(String address) {
        if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("'" + address + "' is no IP address");
        }
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + address + "' is no IP address", e);
        }
    }

    @Override
    public String toString() {
        byte[] all = new byte[bits / 8];
        byte[] known = base.toByteArray();
        for (int i = 1; i <= Math.min(known.length, all.length); i++) {
            all[all.length - i] = known[known.length - i];
        }
        try {
            return InetAddress.getByAddress(all).getHostAddress() + "/" + prefix;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
