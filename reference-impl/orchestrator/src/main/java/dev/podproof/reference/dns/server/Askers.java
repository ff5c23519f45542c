package dev.podproof.reference.dns.server;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads on which others are asked. They come when needed and go when not; when all are busy, or a client has his share of them, there is no
 * queue: the upstream may take seconds for each.
 */
final class Askers {

    private static final int KEPT_SECONDS = 30;

    private final Executor threads;
    private final int ofOne;
    private final Map<InetAddress, Integer> clients = new ConcurrentHashMap<>();

    /** @param ofOne how many of the threads may be at work for one address */
    Askers(Executor threads, int ofOne) {
        this.threads = threads;
        this.ofOne = ofOne;
    }

    /** So many threads, of which there are none yet. */
    static ExecutorService threads(int most) {
        return new ThreadPoolExecutor(0, most, KEPT_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "dns-upstream");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Does something for a client.
     *
     * @throws RejectedExecutionException if it has to be refused
     */
    void execute(InetAddress client, Runnable task) {
        int mine = clients.merge(client, 1, Integer::sum);
        try {
            if (mine > ofOne) {
                throw new RejectedExecutionException(client + " asks for too many names at once");
            }
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    done(client);
                }
            });
        } catch (RejectedExecutionException full) {
            done(client);
            throw full;
        }
    }

    private void done(InetAddress client) {
        clients.computeIfPresent(client, (unused, count) -> count == 1 ? null : count - 1);
    }
}
