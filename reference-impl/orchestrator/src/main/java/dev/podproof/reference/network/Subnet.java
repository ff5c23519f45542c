package dev.podproof.reference.network;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host's share of the pod range (NET-10).
 *
 * @param text as in {@code 10.244.1.0/24}
 */
public record Subnet(String text) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    public Subnet {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no IPv4 subnet, as in 10.244.1.0/24");
        }
    }

    /** The first address in it, which is the bridge's. */
    public String gateway() {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException(text);
        }
        int last = Integer.parseInt(matcher.group(4)) + 1;
        return String.join(".", matcher.group(1), matcher.group(2), matcher.group(3), String.valueOf(last));
    }

    @Override
    public String toString() {
        return text;
    }
}
