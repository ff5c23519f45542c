package dev.podproof.reference.dns.zone;

/** Names and what they stand for, from memory. */
public interface Zone {

    /** What is known of a name, in lower case and without a dot at its end. Called by many threads at once. */
    Answer find(String name);

    /** The same for one who asks for records of a type, by its number in DNS. There is a name or there is none, whatever is asked for. */
    default Answer find(String name, int type) {
        return find(name);
    }

    /** The zone's own name, such as {@code cluster.local}. */
    String origin();

    /** Changes with each change of the zone, so that what was made from an older one can be told. */
    long version();
}
