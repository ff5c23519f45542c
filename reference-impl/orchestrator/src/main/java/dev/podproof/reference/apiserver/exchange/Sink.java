package dev.podproof.reference.apiserver.exchange;

import java.util.Iterator;
import java.util.List;

/** Where a stream's frames go. Every method may be called from any thread and returns at once. */
public interface Sink {

    /** A line of JSON, made when its turn to be sent has come. */
    interface Frame {
        /** The line, in parts that follow each other; never changed afterwards. */
        List<byte[]> parts();
    }

    /**
     * What a stream begins with, taken one after the other as the reader reads; to be called before anything else is sent.
     *
     * @param frames read on the stream's own thread
     * @param bytes how many they take until they are made
     * @throws dev.podproof.reference.api.ApiException TOO_MANY_REQUESTS if there is no room for that
     */
    void begin(Iterator<Frame> frames, long bytes);

    /** Sends a frame; false, and the connection is cut, if the reader has fallen too far behind. */
    boolean send(Frame frame);

    /** Ends the stream once everything is sent. */
    void end();

    /** Calls back when the stream is over, for whatever reason; at once if it is over already. */
    void onClosed(Runnable callback);
}
