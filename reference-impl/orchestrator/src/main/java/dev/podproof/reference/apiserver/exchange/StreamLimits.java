package dev.podproof.reference.apiserver.exchange;

import java.time.Duration;

/**
 * How many connections the server holds open to nodes and pods on behalf of callers (logs, exec, attach, port-forward, proxy), and how
 * long it waits for them. Past each number the caller is refused at once. A connection that stands may be silent for as long as it likes.
 *
 * <p>Each costs the server what is on its way in both directions, and a node some threads: the numbers keep the sum of it well below
 * the memory that either has.
 *
 * @param inAll to whatever place, for whomever
 * @param perPlace to one node, or to one pod's own server
 * @param perCaller for one user: less than a node takes, so that nobody shuts out the others
 * @param dial how long a connection may take to come about
 * @param answer how long a node may take to answer, or to refuse; what it sends afterwards may take any time
 */
public record StreamLimits(int inAll, int perPlace, int perCaller, Duration dial, Duration answer) {

    public static final StreamLimits USUAL =
            new StreamLimits(1_000, 400, 300, Duration.ofSeconds(10), Duration.ofSeconds(30));
}
