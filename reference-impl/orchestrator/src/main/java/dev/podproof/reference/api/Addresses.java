package dev.podproof.reference.api;

import java.util.Optional;
import java.util.regex.Pattern;

/** The forms of IP addresses, checked without asking a name server. */
public final class Addresses {

    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int IPV6_GROUPS = 8;

    private Addresses() {}

    public static boolean isIpv4(String text) {
        return Ipv4Address.of(text).isPresent();
    }

    /** What is wrong with an address of either family, or nothing. */
    public static Optional<String> problem(String text) {
        return isIpv4(text) || isIpv6(text)
                ? Optional.empty()
                : Optional.of("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == IPV6_GROUPS;
        }
        int before = gap == 0 ? 0 : groups(text.substring(0, gap));
        int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < IPV6_GROUPS;
    }

    /** How many groups a part of an address has, the last two of which may be written as IPv4; -1 if it is none. */
    private static int groups(String text) {
        var parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && isIpv4(parts[i])) {
                count += 2;
            } else if (GROUP.matcher(parts[i]).matches()) {
                count++;
            } else {
                return -1;
            }
        }
        return count;
    }
}
