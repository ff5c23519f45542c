package dev.podproof.conformance.subject;

/** The means to let hosts join the cluster and leave it. Both methods throw {@link HostLost} when that does not come to pass. */
public interface HostPool {
    /** Lets one more host join, and returns the name that the cluster's API gives it. */
    String add();

    /** Lets a host leave: its pods end, and the API forgets it. */
    void remove(String host);
}
