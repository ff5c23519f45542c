package dev.podproof.reference.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many connections others may have open: in all, and of those on which nobody has said yet who he is, also from one address. They count
 * from the moment at which the kernel has them, before any handshake. When there is no room for another stranger, the one who has
 * waited longest goes: honest callers soon say who they are. Thread-safe.
 */
public final class Gate {

    private final int most;
    private final int mostStrangers;
    private final int mostOfOneAddress;
    /** In the order in which they came, each with its address. */
    private final Map<Channel, InetAddress> strangers = new LinkedHashMap<>();

    private final Map<InetAddress, Map<Channel, InetAddress>> byAddress = new HashMap<>();
    private int open;

    /** Nobody is in. */
    public Gate(int most, int mostStrangers, int mostOfOneAddress) {
        this.most = most;
        this.mostStrangers = mostStrangers;
        this.mostOfOneAddress = mostOfOneAddress;
    }

    /** How many are in. */
    public synchronized int open() {
        return open;
    }

    /** Who is behind a connection is known: it is no stranger's any more. */
    public synchronized void known(Channel channel) {
        forget(channel);
    }

    /** Lets a new connection in, or not. */
    boolean enter(Channel channel) {
        var address = address(channel.remoteAddress());
        if (address.isEmpty()) {
            return false;
        }
        Optional<Channel> leaves;
        synchronized (this) {
            leaves = leaves(address.get());
            leaves.ifPresent(this::forget);
            if (open >= most && leaves.isEmpty()) {
                return false;
            }
            open++;
            strangers.put(channel, address.get());
            byAddress
                    .computeIfAbsent(address.get(), unused -> new LinkedHashMap<>())
                    .put(channel, address.get());
        }
        channel.closeFuture().addListener(closed -> left(channel));
        leaves.ifPresent(Gate::close);
        return true;
    }

    /** Who has to go before a stranger from that address can come in. */
    private Optional<Channel> leaves(InetAddress address) {
        var neighbours = byAddress.getOrDefault(address, Map.of());
        if (neighbours.size() >= mostOfOneAddress) {
            return oldest(neighbours);
        }
        return strangers.size() >= mostStrangers || open >= most ? oldest(strangers) : Optional.empty();
    }

    private static Optional<Channel> oldest(Map<Channel, InetAddress> channels) {
        Iterator<Channel> each = channels.keySet().iterator();
        return each.hasNext() ? Optional.of(each.next()) : Optional.empty();
    }

    private synchronized void left(Channel channel) {
        open--;
        forget(channel);
    }

    private void forget(Channel channel) {
        var address = strangers.remove(channel);
        if (address != null) {
            byAddress.computeIfPresent(address, (unused, channels) -> {
                channels.remove(channel);
                return channels.isEmpty() ? null : channels;
            });
        }
    }

    /** At once: a peer that takes nothing would hold up an orderly end. */
    public static void close(Channel channel) {
        channel.eventLoop().execute(() -> {
            ChannelHandlerContext first = channel.pipeline().firstContext();
            var unused = first == null ? channel.close() : first.close();
        });
    }

    private static Optional<InetAddress> address(SocketAddress remote) {
        return remote instanceof InetSocketAddress internet
                ? Optional.ofNullable(internet.getAddress())
                : Optional.empty();
    }
}
