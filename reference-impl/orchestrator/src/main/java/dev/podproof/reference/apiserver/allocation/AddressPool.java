package dev.podproof.reference.apiserver.allocation;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The virtual addresses of services: an IPv4 range without its first and last address. */
public final class AddressPool {

    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final int LARGEST = 1 << 16;

    private final String range;
    private final long base;
    private final int size;
    private final Pool pool;

    /**
     * @param range as in {@code 10.96.0.0/16}
     * @throws IllegalArgumentException if it is no IPv4 range of 4 addresses or more
     */
    public AddressPool(String range) {
        var parts = range.split("/", -1);
        if (parts.length != 2 || !parts[1].matches("\\d{1,2}") || Integer.parseInt(parts[1]) > 30) {
            throw new IllegalArgumentException("Not an IPv4 range such as 10.96.0.0/16: " + range);
        }
        long all = 1L << (32 - Integer.parseInt(parts[1]));
        this.range = range;
        this.base = number(parts[0])
                        .orElseThrow(
                                () -> new IllegalArgumentException("Not an IPv4 range such as 10.96.0.0/16: " + range))
                & -all;
        this.size = (int) Math.min(all, LARGEST) - 1;
        this.pool = new Pool(size, Math.min(256, size / 2));
        pool.claim(0);
    }

    /** The range's first usable address: that of the service {@code kubernetes}. */
    public String first() {
        return text(1);
    }

    public String range() {
        return range;
    }

    public boolean contains(String address) {
        return index(address).isPresent();
    }

    /** Takes an address of the range; false if a service has it. */
    public boolean claim(String address) {
        return pool.claim(index(address).orElseThrow());
    }

    /** A free address, or nothing if the range is used up. */
    public Optional<String> claimNext() {
        var index = pool.claimNext();
        return index.isPresent() ? Optional.of(text(index.getAsInt())) : Optional.empty();
    }

    /** Gives an address back; one that is not of the range is none of ours. */
    public void release(String address) {
        index(address).ifPresent(pool::release);
    }

    private OptionalInt index(String address) {
        var number = number(address);
        if (number.isEmpty() || number.get() <= base || number.get() >= base + size) {
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) (number.get() - base));
    }

    private String text(int index) {
        long number = base + index;
        return (number >> 24 & 255) + "." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    private static Optional<Long> number(String address) {
        var matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = 0;
        for (int i = 1; i <= 4; i++) {
            int octet = Integer.parseInt(matcher.group(i));
            if (octet > 255) {
                return Optional.empty();
            }
            number = number << 8 | octet;
        }
        return Optional.of(number);
    }
}
