package dev.podproof.reference.dns.server;

import dev.podproof.reference.dns.zone.Zone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;

/** A zone on the network: UDP and TCP on one address. */
public final class DnsSockets implements AutoCloseable {

    private static final Duration UPSTREAM_LIMIT = Duration.ofSeconds(2);
    private static final int MOST_ASKED = 128;
    private static final int MOST_ASKED_FOR_ONE = 16;
    private static final int MOST_SOCKETS = 4;

    private final ExecutorService upstreamThreads = Askers.threads(MOST_ASKED);
    private final List<UdpListener> udp = new ArrayList<>();
    private final TcpListener tcp;

    private DnsSockets(
            InetSocketAddress address,
            Zone zone,
            List<InetSocketAddress> resolvers,
            long ttl,
            Clock clock,
            TcpLimits limits,
            UnaryOperator<Messages> overTcp)
            throws IOException {
        Upstream upstream = new AnswerCache(new Forwarder(resolvers, UPSTREAM_LIMIT, clock), clock);
        Packets packets = new Packets(
                new Responder(zone, upstream, ttl),
                new ReadyAnswers(zone::version),
                new Askers(upstreamThreads, MOST_ASKED_FOR_ONE));
        try {
            listen(address, packets);
            this.tcp = new TcpListener(address(), overTcp.apply(packets), limits);
        } catch (IOException | RuntimeException failed) {
            closeUdp();
            throw failed;
        }
    }

    private void listen(InetSocketAddress address, Packets packets) throws IOException {
        UdpListener first = new UdpListener(address, packets);
        udp.add(first);
        int more = first.canShare() ? Math.min(Runtime.getRuntime().availableProcessors(), MOST_SOCKETS) - 1 : 0;
        for (int i = 0; i < more; i++) {
            udp.add(new UdpListener(first.address(), packets));
        }
    }

    /**
     * Begins to serve the zone.
     *
     * @param address where to listen; port 0 takes any that is free
     * @param resolvers who is asked for all other names, in this order
     * @param ttl how long, in seconds, a client may believe what the zone says
     * @param overTcp what answers over TCP, given what answers in truth
     * @throws UncheckedIOException if the address can't be listened on
     */
    public static DnsSockets open(
            InetSocketAddress address,
            Zone zone,
            List<InetSocketAddress> resolvers,
            long ttl,
            Clock clock,
            UnaryOperator<Messages> overTcp) {
        return open(address, zone, resolvers, ttl, clock, TcpLimits.USUAL, overTcp);
    }

    static DnsSockets open(
            InetSocketAddress address,
            Zone zone,
            List<InetSocketAddress> resolvers,
            long ttl,
            Clock clock,
            TcpLimits limits,
            UnaryOperator<Messages> overTcp) {
        BindException taken = null;
        // A port that was free for UDP may be taken for TCP; there are others, unless it has to be this one.
        for (int attempt = 0; attempt < (address.getPort() == 0 ? 10 : 1); attempt++) {
            try {
                return new DnsSockets(address, zone, resolvers, ttl, clock, limits, overTcp);
            } catch (BindException again) {
                taken = again;
            } catch (IOException failed) {
                throw new UncheckedIOException("can't serve DNS on " + address + ": " + failed.getMessage(), failed);
            }
        }
        throw new UncheckedIOException("can't serve DNS on " + address + ": " + taken.getMessage(), taken);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        try {
            return udp.get(0).address();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @Override
    public void close() {
        try {
            closeUdp();
            tcp.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            upstreamThreads.shutdownNow();
        }
    }

    private void closeUdp() throws IOException {
        for (UdpListener listener : udp) {
            listener.close();
        }
    }
}
