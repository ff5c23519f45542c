package dev.podproof.report.run;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** A part of the target that a scenario can change beyond pods and services of its own: no other scenario uses it meanwhile. */
public enum Part {
    /** The cluster's hosts with all that runs on them. */
    HOSTS(
            "@disruptive",
            "It stops hosts and starts them again, cuts them off and connects them again, or has one join and leave."),
    /** The list of hosts in the API, and the subnets that they are given. */
    HOST_LIST("@host-list", "It adds hosts to the cluster's list of nodes, and takes them away again."),
    /** The bare hosts, of which the cluster knows nothing. */
    BARE_HOSTS(
            "@bare-hosts", "It makes containers, volumes and networks on bare Docker hosts, and removes them again.");

    private final String tag;
    private final String effect;

    Part(String tag, String effect) {
        this.tag = tag;
        this.effect = effect;
    }

    /** The parts that a scenario with these tags changes. */
    public static Set<Part> changedBy(Collection<String> tags) {
        return Arrays.stream(values()).filter(part -> tags.contains(part.tag)).collect(Collectors.toUnmodifiableSet());
    }

    /** A sentence that says to people how a scenario changes it. */
    public String effect() {
        return effect;
    }
}
