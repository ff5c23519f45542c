package dev.podproof.reference.dns.zone;

/** A range of IPv4 addresses, such as {@code 10.96.0.0/16}. */
record AddressRange(int network, int mask) {

    static AddressRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        int prefix = Integer.parseInt(cidr.substring(slash + 1));
        int mask = prefix == 0 ? 0 : -1 << (32 - prefix);
        return new AddressRange(number(cidr.substring(0, slash)) & mask, mask);
    }

    boolean contains(String address) {
        return (number(address) & mask) == network;
    }

    private static int number(String address) {
        int number = 0;
        for (String octet : address.split("\\.", -1)) {
            number = number << 8 | Integer.parseInt(octet);
        }
        return number;
    }
}
