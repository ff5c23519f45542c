package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.apiserver.exchange.Drift;
import dev.podproof.reference.web.Phases;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a large answer as fast as its reader takes it, and makes no more of it than that. On one event loop. */
final class PartsWriter {

    private static final Logger LOG = LoggerFactory.getLogger(PartsWriter.class);

    private final HttpServerResponse response;
    private final Phases phases;
    private final Drift drift;
    private final long mark;
    private final Pieces pieces;

    private PartsWriter(HttpServerResponse response, Phases phases, Drift drift, Iterator<byte[]> parts) {
        this.response = response;
        this.phases = phases;
        this.drift = drift;
        this.mark = drift.now();
        this.pieces = new Pieces(parts);
    }

    /** Sends the first of it, and goes on by itself. */
    static void begin(HttpServerResponse response, Phases phases, Drift drift, Iterator<byte[]> parts) {
        var writer = new PartsWriter(response, phases, drift, parts);
        phases.whenTakesMore(writer::write);
        response.exceptionHandler(broken -> phases.cut());
        phases.atEachLook(writer::look);
        writer.write();
    }

    private void write() {
        try {
            writeWhatIsTaken();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError failed) {
            LOG.warn("an answer is cut off, as the rest of it could not be made: {}", failed.toString());
            phases.cut();
        }
    }

    private void writeWhatIsTaken() {
        while (!response.ended() && !response.closed() && phases.takesMore()) {
            var piece = pieces.next();
            if (!pieces.hasNext()) {
                response.end(Buffers.join(piece));
                return;
            }
            response.write(Buffers.join(piece));
        }
    }

    private void look() {
        if (drift.isTooFar(mark)) {
            phases.cut();
        }
    }
}
