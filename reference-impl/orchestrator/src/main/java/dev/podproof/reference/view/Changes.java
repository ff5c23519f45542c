package dev.podproof.reference.view;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever wants to hear of an object's changes. Implementations only note what has to be looked at: they run on the
 * thread that reads the watch.
 */
@FunctionalInterface
public interface Changes<T> {

    /**
     * One change.
     *
     * @param before what was known so far, null when the object is new
     * @param after what is known now, null when the object is gone
     */
    void changed(T before, T after);

    /** For those who only care that an object changed: its last known form. */
    static <T> Changes<T> any(Consumer<? super T> look) {
        return (before, after) -> look.accept(after != null ? after : before);
    }

    /** This as the client library wants it; an exception is logged and does not end the watch. */
    default ResourceEventHandler<T> handler() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T added) {
                safely(null, added);
            }

            @Override
            public void onUpdate(T before, T after) {
                safely(before, after);
            }

            @Override
            public void onDelete(T gone, boolean lastStateUnknown) {
                safely(gone, null);
            }

            private void safely(T before, T after) {
                try {
                    changed(before, after);
                } catch (RuntimeException | Error bug) {
                    T object = after != null ? after : before;
                    Logger log = LoggerFactory.getLogger(Changes.class);
                    // Not the object itself, which may hold secrets.
                    log.error(
                            "a change could not be noted: {}",
                            object instanceof HasMetadata named ? OneByOne.name(named) : "",
                            bug);
                }
            }
        };
    }
}
