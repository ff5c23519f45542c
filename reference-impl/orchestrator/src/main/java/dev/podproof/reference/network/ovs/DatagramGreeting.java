package dev.podproof.reference.network.ovs;

import dev.podproof.reference.network.Peer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An empty one, to the port of the discard protocol (RFC 863), where nothing listens. */
final class DatagramGreeting implements Greeting {
    private static final Logger LOG = LoggerFactory.getLogger(DatagramGreeting.class);
    private static final int DISCARD = 9;

    @Override
    public void to(Peer peer) {
        try (DatagramSocket socket = new DatagramSocket()) {
            InetAddress end = InetAddress.getByName(peer.subnet().base().toString());
            socket.send(new DatagramPacket(new byte[0], 0, end, DISCARD));
        } catch (IOException unreachable) {
            LOG.debug("{} was not greeted: {}", peer.node(), unreachable.getMessage());
        }
    }
}
