package dev.podproof.reference.network;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Our entries in one of the kernel's tables. They are read once and then remembered as they were written: to read them takes a process, and every
 * host that joins has all others change theirs at the same time.
 *
 * @param <V> what an entry says, besides its key
 */
public final class KernelTable<V> {
    private final Supplier<Map<String, V>> kernel;
    private Optional<Map<String, V>> known = Optional.empty();

    /** @param kernel reads them */
    public KernelTable(Supplier<Map<String, V>> kernel) {
        this.kernel = kernel;
    }

    /** The entries by their keys, to be changed. They count as unknown until {@link #are} is called: a change that fails may have been half made. */
    public Map<String, V> take() {
        Map<String, V> taken = known.orElseGet(kernel);
        known = Optional.empty();
        return new HashMap<>(taken);
    }

    /** This is what the table holds now. */
    public void are(Map<String, V> written) {
        known = Optional.of(Map.copyOf(written));
    }

    /** Somebody else may have changed them: they are read before they are changed again. */
    public void forget() {
        known = Optional.empty();
    }
}
