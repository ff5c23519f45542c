package dev.podproof.report.run;

import io.cucumber.messages.MessageToNdjsonWriter;
import io.cucumber.messages.ndjson.Serializer;
import io.cucumber.messages.types.Envelope;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Writes every message to the record, one at a time, and shows it to whoever watches the run. */
final class Recorder implements AutoCloseable {
    private final MessageToNdjsonWriter writer;
    private final Consumer<Envelope> watcher;
    private boolean frozen;

    Recorder(OutputStream file, Consumer<Envelope> watcher) {
        this.writer = new MessageToNdjsonWriter(file, new Serializer());
        this.watcher = watcher;
    }

    /** Records what a scenario says; nothing any more once the record is frozen. */
    synchronized void record(Envelope message) {
        if (!frozen) {
            write(message);
            watcher.accept(message);
        }
    }

    /** From now on scenarios are not heard: what they see while a cluster is taken away would be held against it. */
    synchronized void freeze() {
        frozen = true;
    }

    /** Records how the run ended, whether frozen or not. */
    synchronized void last(Envelope message) {
        frozen = true;
        write(message);
    }

    private void write(Envelope message) {
        try {
            writer.write(message);
        } catch (IOException e) {
            throw new UncheckedIOException("The record of the run cannot be written", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }
}
