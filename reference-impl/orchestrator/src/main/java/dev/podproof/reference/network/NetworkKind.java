package dev.podproof.reference.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The overlays there are, by the words that people choose them with. */
public enum NetworkKind {
    /** Routes, for hosts on one network segment. */
    HOST_GW("host-gw"),
    /** Wrapped in UDP by the kernel, for hosts on any network. */
    VXLAN("vxlan"),
    /** A flanneld on each host does it. */
    FLANNEL("flannel"),
    /** Wrapped in UDP by Open vSwitch. */
    OVS("ovs"),
    /** Somebody else has prepared a bridge on each host. */
    EXTERNAL("external");

    private final String word;

    NetworkKind(String word) {
        this.word = word;
    }

    /** All words, in the order of their declaration. */
    public static List<String> words() {
        return Arrays.stream(values()).map(NetworkKind::toString).toList();
    }

    /**
     * The overlay with that word.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static NetworkKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no network '" + word + "'; there are "
                        + words().stream().collect(Collectors.joining(", "))));
    }

    /** Whether somebody else prepares the hosts, and chooses their subnets. */
    public boolean isPreparedByOthers() {
        return this == FLANNEL || this == EXTERNAL;
    }

    @Override
    public String toString() {
        return word;
    }
}
