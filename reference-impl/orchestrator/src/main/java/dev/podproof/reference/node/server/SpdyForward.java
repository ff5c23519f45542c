package dev.podproof.reference.node.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyHeaders;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Any number of connections, each over a pair of SPDY streams that the client opens: first the error stream, then the data
 * stream, which name the port and share a request ID.
 */
final class SpdyForward implements PortForward.Wire {
    static final String PROTOCOL = "SPDY/3.1+portforward.k8s.io";
    private static final int MOST_STREAMS = 512;

    private final PortForward session;
    private final SpdyFrames frames;
    /** By request ID: error streams whose data stream is still to come. */
    private final Map<String, Integer> errorStreams = new HashMap<>();
    /** By the data stream's ID. */
    private final Map<Integer, Pair> pairs = new ConcurrentHashMap<>();

    SpdyForward(PortForward session, ServerWebSocket socket) {
        this.session = session;
        this.frames = new SpdyFrames(socket);
    }

    @Override
    public void received(Buffer part, boolean first) {
        frames.decode(part, this::accept);
    }

    @Override
    public void close() {
        frames.release();
    }

    private void accept(SpdyFrame frame) {
        if (frame instanceof SpdySynStreamFrame opening) {
            open(opening);
        } else if (frame instanceof SpdyDataFrame data) {
            data(data);
        } else if (frame instanceof SpdyRstStreamFrame reset) {
            drop(pairs.remove(reset.streamId()));
        } else if (frame instanceof SpdyPingFrame ping) {
            frames.send(new DefaultSpdyPingFrame(ping.id()));
        }
        // Settings, windows and a farewell ask for nothing.
    }

    private void open(SpdySynStreamFrame opening) {
        int id = opening.streamId();
        String request = String.valueOf(opening.headers().get("requestid"));
        String type = String.valueOf(opening.headers().get("streamtype"));
        Integer errorStream = type.equals("data") ? errorStreams.remove(request) : null;
        boolean fits = errorStreams.size() + pairs.size() < MOST_STREAMS;
        if (!fits || opening.isInvalid() || (errorStream == null && !type.equals("error"))) {
            refuse(id);
            return;
        }
        try {
            int port = Query.port(String.valueOf(opening.headers().get("port")));
            frames.send(accepted(id));
            if (errorStream == null) {
                errorStreams.put(request, id);
            } else {
                Pair pair = new Pair(port, errorStream, id);
                pairs.put(id, pair);
                session.start(pair.connection, port);
            }
        } catch (Refused noPort) {
            refuse(id);
        }
    }

    /** With the status that SPDY asks for: without any header the codec leaves out the block, and Kubernetes' clients give up. */
    private static SpdyFrame accepted(int stream) {
        var reply = new DefaultSpdySynReplyFrame(stream);
        reply.headers().set(SpdyHeaders.HttpNames.STATUS, "200").set(SpdyHeaders.HttpNames.VERSION, "HTTP/1.1");
        return reply;
    }

    private void refuse(int stream) {
        frames.send(new DefaultSpdyRstStreamFrame(stream, SpdyStreamStatus.REFUSED_STREAM));
    }

    private void data(SpdyDataFrame data) {
        try {
            Pair pair = pairs.get(data.streamId());
            if (pair == null) {
                return;
            }
            if (data.content().isReadable()) {
                pair.connection.write(Buffer.buffer(ByteBufUtil.getBytes(data.content())));
            }
            if (data.isLast()) {
                pair.connection.endInput();
                pair.forgetIfOver();
            }
        } finally {
            data.release();
        }
    }

    private void drop(Pair pair) {
        if (pair != null) {
            session.close(pair.connection);
        }
    }

    private final class Pair implements ForwardedConnection.Client {
        private final int port;
        private final int errorStream;
        private final int dataStream;
        private final ForwardedConnection connection;

        Pair(int port, int errorStream, int dataStream) {
            this.port = port;
            this.errorStream = errorStream;
            this.dataStream = dataStream;
            this.connection = session.connection(this);
        }

        @Override
        public boolean data(byte[] bytes) {
            return session.send(bytes.length, () -> frames.data(dataStream, bytes));
        }

        /** The client waits for both streams' ends before it closes its own connection. */
        @Override
        public void ended() {
            frames.end(dataStream);
            frames.end(errorStream);
            forgetIfOver();
        }

        private void forgetIfOver() {
            if (connection.isOver()) {
                pairs.remove(dataStream);
            }
        }

        @Override
        public void failed(String why) {
            String words = "error forwarding port " + port + ": " + why;
            frames.data(errorStream, words.getBytes(StandardCharsets.UTF_8));
            ended();
        }
    }
}
