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
        history = new History<>(capacity, start);
    }

    /** Tells everybody of a change, which is on disk. To be called in the order of the revisions. */
    public synchronized void publish(Change change) {
        history.add(change.revision(), change);
        for (var subscription : subscriptions) {
            try {
                subscription.tell(change);
            } catch (RuntimeException e) {
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
