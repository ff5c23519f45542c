package dev.podproof.reference.events;

import dev.podproof.reference.text.Printable;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events, the cluster's own account of what was done and why it was not. A message that repeats is one Event with a
 * count, so that a pod which cannot be placed does not fill the store; so are messages of which each differs a little.
 */
public final class EventRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final int REMEMBERED = 4096;

    /** As long as the API of events lets a note be: a message may repeat what a container wrote. */
    private static final int LONGEST_BYTES = 1_024;

    private final KubernetesClient client;
    private final Clock clock;
    private final Executor executor;
    private final String component;
    private final String host;
    private final AtomicLong sequence = new AtomicLong();
    private final SimilarEvents similar = new SimilarEvents(REMEMBERED);
    private final Map<Said, Event> written = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Said, Event> eldest) {
            return size() > REMEMBERED;
        }
    };

    record Said(ObjectReference about, String type, String reason, String message) {}

    /**
     * A recorder that writes in the background.
     *
     * @param component who speaks: the events' {@code source.component}
     * @param executor runs one task after the other, so that counts are not lost
     */
    public EventRecorder(KubernetesClient client, Clock clock, Executor executor, String component) {
        this(client, clock, executor, component, null);
    }

    /**
     * A recorder of something that every host has one of.
     *
     * @param host which host's: the events' {@code source.host}
     */
    public EventRecorder(KubernetesClient client, Clock clock, Executor executor, String component, String host) {
        this.client = client;
        this.clock = clock;
        this.executor = executor;
        this.component = component;
        this.host = host;
    }

    /** Something went as it should. */
    public void normal(HasMetadata about, String reason, String message) {
        normal(about, null, reason, message);
    }

    /** Something did not, and a person may have to act. */
    public void warning(HasMetadata about, String reason, String message) {
        warning(about, null, reason, message);
    }

    /** The same about one part of an object, as in {@code spec.containers{web}}. */
    public void normal(HasMetadata about, String fieldPath, String reason, String message) {
        record("Normal", about, fieldPath, reason, message);
    }

    /** The same about one part of an object, as in {@code spec.containers{web}}. */
    public void warning(HasMetadata about, String fieldPath, String reason, String message) {
        record("Warning", about, fieldPath, reason, message);
    }

    private void record(String type, HasMetadata about, String fieldPath, String reason, String message) {
        ObjectReference reference = new ObjectReferenceBuilder()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withNamespace(about.getMetadata().getNamespace())
                .withName(about.getMetadata().getName())
                .withUid(about.getMetadata().getUid())
                .withFieldPath(fieldPath)
                .build();
        String printable = Printable.beginning(Printable.text(message), LONGEST_BYTES);
        try {
            executor.execute(() -> write(new Said(reference, type, reason, printable)));
        } catch (RejectedExecutionException stopping) {
            LOG.debug("not recorded, because this process is ending: {} {}", reason, message);
        }
    }

    private void write(Said said) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try {
            SimilarEvents.Heading heading = similar.of(said);
            Event earlier = written.get(heading.key());
            Event event = earlier == null ? create(heading.event(), now) : repeat(earlier, heading.event(), now);
            written.put(heading.key(), event);
        } catch (RuntimeException | Error refused) {
            // An account of what happened must never stop what happens, nor the next account.
            LOG.warn(
                    "event {} for {} was not written: {}",
                    said.reason(),
                    said.about().getName(),
                    refused.getMessage());
        }
    }

    private Event repeat(Event earlier, Said said, String now) {
        Event again = new EventBuilder(earlier)
                .withMessage(said.message())
                .withCount(earlier.getCount() + 1)
                .withLastTimestamp(now)
                .build();
        try {
            send("PUT", "/" + again.getMetadata().getName(), again);
            return again;
        } catch (KubernetesClientException refused) {
            if (refused.getCode() == 404 || refused.getCode() == 409) {
                return create(said, now);
            }
            throw refused;
        }
    }

    private Event create(Said said, String now) {
        String namespace =
                said.about().getNamespace() == null ? "default" : said.about().getNamespace();
        Event event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(said.about().getName() + "." + suffix())
                .endMetadata()
                .withInvolvedObject(said.about())
                .withType(said.type())
                .withReason(said.reason())
                .withMessage(said.message())
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withReportingComponent(component)
                .withReportingInstance(component)
                .withNewSource()
                .withComponent(component)
                .withHost(host)
                .endSource()
                .build();
        send("POST", "", event);
        return event;
    }

    /** Without a look at the answer, which would be read as an object again: there are several events for each pod. */
    private void send(String method, String name, Event event) {
        client.raw("/api/v1/namespaces/" + event.getMetadata().getNamespace() + "/events" + name, method, event);
    }

    private String suffix() {
        Instant now = clock.instant();
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        return Long.toHexString(nanos + sequence.getAndIncrement());
    }
}
