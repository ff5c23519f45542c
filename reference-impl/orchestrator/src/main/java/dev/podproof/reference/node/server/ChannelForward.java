package dev.podproof.reference.node.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection for each port that the request names, the n-th over the channels 2n (data) and 2n+1 (error). Each channel opens
 * with its port's number. The protocol has no end of a single channel: with the last connection the WebSocket ends.
 */
final class ChannelForward implements PortForward.Wire {
    private static final int NONE = -1;

    private final PortForward session;
    private final Channels channels;
    private final List<ForwardedConnection> connections = new ArrayList<>();
    private final AtomicInteger open;
    private int channel = NONE;

    ChannelForward(PortForward session, ServerWebSocket socket, List<Integer> ports) {
        this.session = session;
        this.channels = new Channels(socket);
        this.open = new AtomicInteger(ports.size());
        for (int port : ports) {
            byte data = (byte) (2 * connections.size());
            byte[] number = {(byte) port, (byte) (port >> Byte.SIZE)};
            channels.send(data, number);
            channels.send((byte) (data + 1), number);
            ForwardedConnection connection = session.connection(new Pair(data, port));
            connections.add(connection);
            session.start(connection, port);
        }
    }

    @Override
    public void received(Buffer part, boolean first) {
        Buffer data = part;
        if (first) {
            channel = NONE;
        }
        if (channel == NONE && part.length() > 0) {
            channel = part.getUnsignedByte(0);
            data = part.slice(1, part.length());
        }
        if (channel >= 2 * connections.size()) {
            throw new IllegalArgumentException("no channel " + channel);
        }
        if (channel >= 0 && channel % 2 == 0) {
            connections.get(channel / 2).write(data);
        }
    }

    @Override
    public void close() {
        connections.clear();
    }

    private final class Pair implements ForwardedConnection.Client {
        private final byte data;
        private final int port;

        Pair(byte data, int port) {
            this.data = data;
            this.port = port;
        }

        @Override
        public boolean data(byte[] bytes) {
            return session.send(bytes.length, () -> channels.send(data, bytes));
        }

        @Override
        public void ended() {
            if (open.decrementAndGet() == 0) {
                session.finish();
            }
        }

        @Override
        public void failed(String why) {
            byte[] words = ("error forwarding port " + port + ": " + why).getBytes(StandardCharsets.UTF_8);
            channels.send((byte) (data + 1), words);
            ended();
        }
    }
}
