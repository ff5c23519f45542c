package dev.podproof.reference.apiserver.exchange;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An answer to a request. */
public sealed interface Reply {

    /** The content type of almost everything here. */
    String JSON = "application/json";

    /**
     * A whole answer.
     *
     * @param chunks its body in parts, so that what is already encoded is not copied; never changed afterwards
     */
    record Whole(int status, String contentType, List<byte[]> chunks, Map<String, String> headers) implements Reply {}

    /**
     * A whole answer that is made while it is read: it may be larger than what should be in memory for one caller.
     *
     * @param parts its body, taken on the caller's event loop as fast as he reads
     * @param length how long the body is, -1 if nobody knows before it has been made
     * @param caller who is held to account for it
     * @param held how many bytes it takes for as long as it is not sent, without the cluster's own objects
     */
    record Parts(Iterator<byte[]> parts, long length, String caller, long held) implements Reply {}

    /**
     * An answer for which something is kept until it is sent.
     *
     * @param release told when it has been sent, or never will be
     */
    record Held(Reply reply, Runnable release) implements Reply {}

    /**
     * An answer that goes on: frames of JSON, a line each.
     *
     * @param caller who is held to account for it
     * @param start called once with where the frames go
     */
    record Stream(String caller, Consumer<Sink> start) implements Reply {}

    /**
     * The caller is connected with a node's server, byte for byte.
     *
     * @param serverName the name that the node's certificate has to bear
     * @param address where the node's server listens
     * @param pathAndQuery what is asked for there
     * @param caller the user for whom it is
     */
    record Tunnel(String serverName, String address, int port, String pathAndQuery, String caller) implements Reply {}

    /**
     * The caller's request goes to a server in a pod, and its answer comes back.
     *
     * @param tls whether it is spoken to over TLS; whose certificate it shows nobody can know
     * @param caller the user for whom it is
     */
    record ToPod(boolean tls, String address, int port, String pathAndQuery, String caller) implements Reply {}

    static Reply json(int status, byte[] body) {
        return json(status, body, Map.of());
    }

    static Reply json(int status, byte[] body, Map<String, String> headers) {
        return new Whole(status, JSON, List.of(body), headers);
    }

    static Reply text(int status, String body) {
        return new Whole(
                status,
                "text/plain; charset=utf-8",
                List.of(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Map.of());
    }
}
