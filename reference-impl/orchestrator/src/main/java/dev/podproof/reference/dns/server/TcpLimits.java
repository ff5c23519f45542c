package dev.podproof.reference.dns.server;

import java.time.Duration;

/**
 * What TCP clients of the DNS may take up.
 *
 * @param connections how many there may be; of more, the one goes that has been of no use for longest
 * @param ofOneAddress how many of them one address may have
 * @param exchange how long a client may take for a query, and again for taking its answers
 * @param life how long a connection may be, however busy it is
 * @param underway how many queries of one connection are worked on at once
 * @param answers how many bytes of answers may wait for all clients
 */
record TcpLimits(int connections, int ofOneAddress, Duration exchange, Duration life, int underway, long answers) {

    static final TcpLimits USUAL =
            new TcpLimits(1_024, 64, Duration.ofSeconds(10), Duration.ofMinutes(2), 16, 8L * 1024 * 1024);
}
