package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Where requests are worked on that have to be read: never on an event loop, which serves others. Large ones, which may take a second
 * each and many times their size in memory, wait for each other and not before the small ones.
 */
final class Workers implements AutoCloseable {

    /** Of the text that a request is about, in bytes: a tree of it is made within milliseconds. */
    static final long SMALL = 64 * 1024;

    private static final int MOST_WAITING = 1_000;
    private static final int MOST_LARGE_WAITING = 100;
    private static final int KEPT_SECONDS = 30;

    private final ThreadPoolExecutor small =
            pool("apiserver-work", Runtime.getRuntime().availableProcessors(), MOST_WAITING);
    private final ThreadPoolExecutor large = pool("apiserver-large", 1, MOST_LARGE_WAITING);

    /**
     * Has work done, soon.
     *
     * @param weight how many bytes of text it is about
     * @return fails with TOO_MANY_REQUESTS if too much waits already
     */
    <T> CompletionStage<T> run(long weight, Supplier<CompletionStage<T>> work) {
        try {
            return CompletableFuture.supplyAsync(work, lane(weight)).thenCompose(stage -> stage);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedStage(
                    new ApiException(Reason.TOO_MANY_REQUESTS, "too many requests wait to be worked on, try again"));
        }
    }

    /** For what comes after: work that has begun is not turned away. */
    Executor again(long weight) {
        var lane = lane(weight);
        return task -> {
            try {
                lane.execute(task);
            } catch (RejectedExecutionException full) {
                task.run();
            }
        };
    }

    @Override
    public void close() {
        small.shutdownNow();
        large.shutdownNow();
    }

    private ThreadPoolExecutor lane(long weight) {
        return weight <= SMALL ? small : large;
    }

    private static ThreadPoolExecutor pool(String name, int threads, int waiting) {
        var count = new AtomicInteger();
        var pool = new ThreadPoolExecutor(
                threads, threads, KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), task -> {
                    var thread = new Thread(task, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
