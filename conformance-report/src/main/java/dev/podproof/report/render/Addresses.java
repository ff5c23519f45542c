package dev.podproof.report.render;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Addresses of what has one on the page: made of names, so that they are the same in the next run; none is given twice. */
final class Addresses {
    private static final int LONGEST = 60;

    private final Set<String> given = new HashSet<>();

    String of(String name) {
        String address = name;
        for (int number = 2; !given.add(address); number++) {
            address = name + "-" + number;
        }
        return address;
    }

    /** A name as a part of an address: small letters, digits and dashes. */
    static String slug(String name) {
        String slug = name.toLowerCase(Locale.ROOT)
                .replaceAll("['’]", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return slug.length() <= LONGEST ? slug : slug.substring(0, LONGEST).replaceAll("-$", "");
    }
}
