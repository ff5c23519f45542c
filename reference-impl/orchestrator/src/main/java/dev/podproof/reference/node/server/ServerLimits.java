package dev.podproof.reference.node.server;

import java.time.Duration;

/**
 * How much the node's server holds at a time. What is on its way in a stream is bounded as well ({@link Inflow}, {@link Outflow}): all
 * of it together fits into the agent's memory.
 *
 * @param connections of API servers: mostly a stream each; more than one API server opens, as there may be several
 * @param forwards connections to ports of pods, for all clients together: each costs a thread
 * @param betweenPings after so long a client that went away is written to, and noticed
 */
record ServerLimits(int connections, int forwards, Duration betweenPings) {
    static final ServerLimits USUAL = new ServerLimits(500, 512, Duration.ofSeconds(30));
}
