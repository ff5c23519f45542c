package dev.podproof.reference.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.impl.transports.JDKTransport;
import java.util.List;

/** Java's own sockets, whose servers let in only whom a gate does. The library itself has no such limit, nor a place for one. */
final class GatedTransport extends JDKTransport {

    private final Gate gate;

    GatedTransport(Gate gate) {
        this.gate = gate;
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return domainSocket ? super.serverChannelFactory(true) : () -> new Server(gate);
    }

    private static final class Server extends NioServerSocketChannel {

        private final Gate gate;

        Server(Gate gate) {
            this.gate = gate;
        }

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int read = super.doReadMessages(accepted);
            if (read > 0) {
                var channel = (Channel) accepted.get(accepted.size() - 1);
                if (!gate.enter(channel)) {
                    accepted.remove(accepted.size() - 1);
                    channel.unsafe().closeForcibly();
                }
            }
            return read;
        }
    }
}
