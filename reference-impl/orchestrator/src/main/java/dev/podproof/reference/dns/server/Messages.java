package dev.podproof.reference.dns.server;

import java.net.InetAddress;
import java.util.function.Consumer;

/** Answers messages that come over a stream. */
public interface Messages {

    /**
     * Answers one, now or later.
     *
     * @param client who asks
     * @return whether there will be a reply
     */
    boolean answerMessage(byte[] packet, InetAddress client, Consumer<byte[]> reply);
}
