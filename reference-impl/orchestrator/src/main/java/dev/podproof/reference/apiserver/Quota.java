package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much may be stored: everything is kept in memory, too, and what shows the cluster to its own controllers is in the same process.
 * What makes room is always allowed.
 */
final class Quota {

    private static final Logger LOG = LoggerFactory.getLogger(Quota.class);

    private final LongSupplier stored;
    private final long most;
    private final BooleanSupplier memoryIsShort;
    private final AtomicLong underway = new AtomicLong();
    private final AtomicBoolean full = new AtomicBoolean();

    /**
     * A limit of what is stored.
     *
     * @param stored how many bytes all objects take up
     * @param most how many they may
     * @param memoryIsShort whether the process could not keep more, whatever it is that takes its memory
     */
    Quota(LongSupplier stored, long most, BooleanSupplier memoryIsShort) {
        this.stored = stored;
        this.most = most;
        this.memoryIsShort = memoryIsShort;
    }

    /**
     * Makes room for a write.
     *
     * @param growth by how many bytes more will be stored
     * @return gives it back, once the write is done or has failed
     * @throws ApiException INSUFFICIENT_STORAGE if there is no room
     */
    Runnable grow(long growth) {
        if (growth <= 0) {
            return () -> {};
        }
        if (stored.getAsLong() + underway.addAndGet(growth) > most) {
            underway.addAndGet(-growth);
            throw full("its objects would take up more than " + most + " bytes");
        }
        if (memoryIsShort.getAsBoolean()) {
            underway.addAndGet(-growth);
            throw full("it has hardly any memory left");
        }
        full.set(false);
        return () -> underway.addAndGet(-growth);
    }

    private ApiException full(String why) {
        if (full.compareAndSet(false, true)) {
            LOG.warn("the cluster's store is full, and writes are refused: {}", why);
        }
        return new ApiException(
                Reason.INSUFFICIENT_STORAGE, "the cluster's store is full: " + why + "; delete what is not needed");
    }
}
