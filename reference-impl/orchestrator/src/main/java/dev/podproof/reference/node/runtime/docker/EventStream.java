package dev.podproof.reference.node.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.node.runtime.RuntimeListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the Engine's events; an Engine that restarts is waited for, and everything is looked at again. */
final class EventStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final long RECONNECT_SECONDS = 1;

    private final DockerClient docker;
    private final String ours;
    private final Inspections inspections;
    private final RuntimeListener listener;
    private final ScheduledExecutorService reconnector = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "docker-events");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean closed;
    private volatile ResultCallback.Adapter<Event> current;

    EventStream(DockerClient docker, String ours, Inspections inspections, RuntimeListener listener) {
        this.docker = docker;
        this.ours = ours;
        this.inspections = inspections;
        this.listener = listener;
    }

    void start() {
        reconnector.execute(this::connect);
    }

    private void connect() {
        if (closed) {
            return;
        }
        current = new Callback();
        docker.eventsCmd()
                .withEventTypeFilter(EventType.CONTAINER)
                // Who starts a container of ours is us, and we look at it then anyway.
                .withEventFilter("die", "oom", "destroy")
                .withLabelFilter(ours)
                .exec(current);
    }

    private void reconnect(String why) {
        if (closed) {
            return;
        }
        LOG.warn("the Docker Engine's events ended ({}); asking again in {} s", why, RECONNECT_SECONDS);
        Future<?> unused = reconnector.schedule(this::connect, RECONNECT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        closed = true;
        reconnector.shutdownNow();
        ResultCallback.Adapter<Event> open = current;
        if (open != null) {
            try {
                open.close();
            } catch (IOException cause) {
                throw new UncheckedIOException("can't end the Docker Engine's events", cause);
            }
        }
    }

    private final class Callback extends ResultCallback.Adapter<Event> {
        @Override
        public void onStart(java.io.Closeable stream) {
            super.onStart(stream);
            inspections.forgetAll();
            listener.resync();
        }

        @Override
        public void onNext(Event event) {
            inspections.forget(event.getActor().getId());
            String podUid = event.getActor().getAttributes().get(Labels.POD_UID);
            if (podUid != null) {
                listener.changed(podUid);
            }
        }

        @Override
        public void onError(Throwable cause) {
            reconnect(Engine.rootOf(cause).toString());
        }

        @Override
        public void onComplete() {
            reconnect("the Engine closed the connection");
        }
    }
}
