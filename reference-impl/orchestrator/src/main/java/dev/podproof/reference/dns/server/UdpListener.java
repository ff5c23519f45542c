package dev.podproof.reference.dns.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket and one thread that takes datagrams from it. Where the kernel can, several share an address, and clients are spread over them. */
final class UdpListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);
    private static final int RECEIVE_BUFFER = 4 * 1024 * 1024;

    private final DatagramChannel channel;
    private final Packets packets;
    private final Thread thread;

    UdpListener(InetSocketAddress address, Packets packets) throws IOException {
        this.packets = packets;
        this.channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            if (canShare()) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
        this.thread = new Thread(this::run, "dns-udp");
        thread.start();
    }

    /** Whether there can be another one on the same address. */
    boolean canShare() {
        return channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        thread.interrupt();
    }

    private void run() {
        ByteBuffer datagram = ByteBuffer.allocateDirect(Packets.LARGEST);
        ByteBuffer response = ByteBuffer.allocateDirect(Packets.LARGEST);
        while (channel.isOpen()) {
            try {
                datagram.clear();
                var client = (InetSocketAddress) channel.receive(datagram);
                datagram.flip();
                if (packets.answerDatagram(
                        datagram, client.getAddress(), response, later -> send(ByteBuffer.wrap(later), client))) {
                    send(response, client);
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError failed) {
                LOG.warn("a datagram was lost: {}", failed.toString());
            }
        }
    }

    private void send(ByteBuffer response, SocketAddress client) {
        try {
            channel.send(response, client);
        } catch (IOException unreachable) {
            LOG.debug("{} did not get its answer: {}", client, unreachable.toString());
        }
    }
}
