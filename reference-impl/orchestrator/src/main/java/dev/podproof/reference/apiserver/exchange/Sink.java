package dev.podproof.reference.apiserver.exchange;

import java.util.List;

/** Where a stream's frames go. Every method may be called from any thread and returns at once. */
public interface Sink {

    /** Sends frames however many wait already: what a stream begins with. */
    void sendAll(List<byte[]> frames);

    /** Sends a frame; false, and the connection is cut, if the reader has fallen too far behind. */
    boolean send(byte[] frame);

    /** Ends the stream once everything is sent. */
    void end();

    /** Calls back when the stream is over, for whatever reason; at once if it is over already. */
    void onClosed(Runnable callback);
}
