package dev.podproof.report.run;

import io.cucumber.messages.types.Envelope;
import io.cucumber.plugin.ConcurrentEventListener;
import io.cucumber.plugin.event.EventPublisher;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Cucumber's way to the recorder. Cucumber makes its plugins itself from a name and a text, so the text is a ticket with which this one
 * finds the recorder that it was made for.
 */
public final class RecorderPlugin implements ConcurrentEventListener {
    private static final Map<String, Consumer<Envelope>> RECORDERS = new ConcurrentHashMap<>();

    private final Consumer<Envelope> recorder;

    /** Called by Cucumber. */
    public RecorderPlugin(String ticket) {
        this.recorder = Objects.requireNonNull(RECORDERS.get(ticket), "no recorder is registered as " + ticket);
    }

    /** A recorder that Cucumber can be pointed to for as long as it is not closed. */
    record Registration(String ticket) implements AutoCloseable {
        static Registration of(Consumer<Envelope> recorder) {
            String ticket = UUID.randomUUID().toString();
            RECORDERS.put(ticket, recorder);
            return new Registration(ticket);
        }

        /** What Cucumber's option {@code cucumber.plugin} takes. */
        String option() {
            return RecorderPlugin.class.getName() + ":" + ticket;
        }

        @Override
        public void close() {
            RECORDERS.remove(ticket);
        }
    }

    @Override
    public void setEventPublisher(EventPublisher publisher) {
        publisher.registerHandlerFor(Envelope.class, recorder::accept);
    }
}
