package dev.podproof.reference.dns.server;

import dev.podproof.reference.dns.zone.Zone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A zone on the network: UDP and TCP on one address. */
public final class DnsSockets implements AutoCloseable {

    private static final Duration UPSTREAM_LIMIT = Duration.ofSeconds(2);
    private static final int MOST_AT_ONCE = 128;

    private final ExecutorService upstreamThreads = threads("dns-upstream");
    private final ExecutorService connectionThreads = threads("dns-connection");
    private final UdpListener udp;
    private final TcpListener tcp;

    private DnsSockets(InetSocketAddress address, Zone zone, List<InetSocketAddress> resolvers, long ttl, Clock clock)
            throws IOException {
        Upstream upstream = new AnswerCache(new Forwarder(resolvers, UPSTREAM_LIMIT, clock), clock);
        Packets packets = new Packets(new Responder(zone, upstream, ttl), upstreamThreads);
        this.udp = new UdpListener(address, packets);
        try {
            this.tcp = new TcpListener(udp.address(), packets, connectionThreads);
        } catch (IOException failed) {
            udp.close();
            throw failed;
        }
    }

    /**
     * Begins to serve the zone.
     *
     * @param address where to listen; port 0 takes any that is free
     * @param resolvers who is asked for all other names, in this order
     * @param ttl how long, in seconds, a client may believe what the zone says
     * @throws UncheckedIOException if the address can't be listened on
     */
    public static DnsSockets open(
            InetSocketAddress address, Zone zone, List<InetSocketAddress> resolvers, long ttl, Clock clock) {
        try {
            return new DnsSockets(address, zone, resolvers, ttl, clock);
        } catch (IOException failed) {
            throw new UncheckedIOException("can't serve DNS on " + address + ": " + failed.getMessage(), failed);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        try {
            return udp.address();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @Override
    public void close() {
        try {
            udp.close();
            tcp.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            upstreamThreads.shutdownNow();
            connectionThreads.shutdownNow();
        }
    }

    /** Threads that come when needed and go when not; when all are busy, there is no queue. */
    private static ExecutorService threads(String name) {
        return new ThreadPoolExecutor(0, MOST_AT_ONCE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
