package dev.podproof.reference.api;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hardware address of a network device: six pairs of hexadecimal digits and nothing else.
 *
 * @param text in lower case, as in {@code 02:70:c0:00:02:02}
 */
public record HardwareAddress(String text) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");

    /** @throws IllegalArgumentException if it is none */
    public HardwareAddress {
        text = text.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a hardware address: " + text);
        }
    }

    /** The address that a text is; empty for null and for any other text. */
    public static Optional<HardwareAddress> of(String text) {
        try {
            return Optional.ofNullable(text).map(HardwareAddress::new);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
