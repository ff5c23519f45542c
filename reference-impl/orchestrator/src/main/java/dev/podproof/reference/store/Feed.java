package dev.podproof.reference.store;

import dev.podproof.reference.store.Store.Change;
import dev.podproof.reference.store.Store.Listener;
import dev.podproof.reference.store.Store.Watch;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store tells: the newest changes in memory, and everybody who is to hear of the next.
 *
 * <p>A watch gets the history and is registered under one lock, so that nothing is told twice or left out.
 */
public final class Feed {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    /** Who is told late asks for little: whoever reads a store for good keeps a history of his own. */
    private static final long ROOM = 8 * 1024 * 1024;

    private record Subscription(String prefix, long after, Listener listener) {

        void tell(Change change) {
            if (change.revision() > after && change.key().startsWith(prefix)) {
                listener.changed(change);
            }
        }
    }

    private final History<Change> history;
    private final CopyOnWriteArrayList<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    /**
     * @param capacity how many changes are remembered
     * @param start changes up to this revision were never seen
     */
    public Feed(int capacity, long start) {
        history = new History<>(capacity, ROOM, start);
    }

    /** Tells everybody of a change, which is on disk. To be called in the order of the revisions. */
    public synchronized void publish(Change change) {
        history.add(change.revision(), change, change.value() == null ? 0 : change.value().length);
        for (var subscription : subscriptions) {
            try {
                subscription.tell(change);
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                // One change that cannot be taken in must not keep the next from anybody.
                LOG.error("A listener failed on the change of {} at {}", change.key(), change.revision(), e);
            }
        }
    }

    /** As {@link Store#watch}. */
    public synchronized Watch watch(String prefix, long after, Listener listener) {
        var subscription = new Subscription(prefix, after, listener);
        history.after(after).forEach(subscription::tell);
        subscriptions.add(subscription);
        return () -> subscriptions.remove(subscription);
    }
}
