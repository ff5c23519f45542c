package dev.podproof.reference.dns.zone;

/** What a name can stand for. Names have no dot at their end and are in lower case, but for those that people wrote. */
public sealed interface RecordData {

    /** A: an IPv4 address. */
    record Address(String ip) implements RecordData {}

    /** CNAME: another name to look up instead. */
    record Alias(String target) implements RecordData {}

    /** PTR: the name that an address belongs to. */
    record Pointer(String target) implements RecordData {}

    /** SRV: a port, and the name of the host that serves it. All targets are equally good. */
    record Target(int port, String host) implements RecordData {}

    /** TXT: words. */
    record Text(String words) implements RecordData {}
}
