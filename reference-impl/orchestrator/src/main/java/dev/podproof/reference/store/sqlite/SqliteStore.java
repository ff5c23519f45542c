package dev.podproof.reference.store.sqlite;

import dev.podproof.reference.store.Feed;
import dev.podproof.reference.store.Store;
import dev.podproof.reference.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in one SQLite file.
 *
 * <p>All writes pass through one thread. It takes every write that waits, up to a limit, into one transaction: however many
 * callers write at once, they share one sync to disk. History is kept in memory, so after a restart it begins at the
 * newest revision, and whoever watched from an older one lists again.
 */
public final class SqliteStore implements Store {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);
    private static final int BATCH = 512;
    static final int HISTORY = 4096;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Object lock = new Object();
    private final Database database;
    private final Feed feed;
    private final LinkedBlockingQueue<Write> waiting = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile long revision;
    private volatile boolean open = true;

    private SqliteStore(String url) {
        try {
            database = new Database(url);
            revision = database.revision();
        } catch (SQLException e) {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "Cannot open the store at " + url, e);
        }
        feed = new Feed(HISTORY, revision);
        writer = new Thread(this::writeUntilClosed, "store-writer");
        writer.setDaemon(true);
        writer.start();
    }

    /** Opens or makes the store in a file, which only its owner can read: it holds the cluster's secrets. */
    public static SqliteStore at(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.notExists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
        } catch (IOException e) {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "Cannot make the store " + file, e);
        }
        return new SqliteStore("jdbc:sqlite:" + file);
    }

    /** A store that is forgotten when it is closed. */
    public static SqliteStore inMemory() {
        return new SqliteStore("jdbc:sqlite::memory:");
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public Optional<Stored> get(String key) {
        synchronized (lock) {
            try {
                var found = database.get(key);
                database.endRead();
                return found;
            } catch (SQLException e) {
                throw failed("read " + key, e);
            }
        }
    }

    @Override
    public Listing list(String prefix) {
        synchronized (lock) {
            try {
                var found = database.list(prefix);
                database.endRead();
                return new Listing(revision, found);
            } catch (SQLException e) {
                throw failed("list " + prefix, e);
            }
        }
    }

    @Override
    public CompletionStage<Long> create(String key, byte[] value) {
        return enqueue(key, Write.NEW, value);
    }

    @Override
    public CompletionStage<Long> update(String key, long expected, byte[] value) {
        return enqueue(key, expected, value);
    }

    @Override
    public CompletionStage<Long> delete(String key, long expected) {
        return enqueue(key, expected, null);
    }

    @Override
    public Watch watch(String prefix, long after, Listener listener) {
        return feed.watch(prefix, after, listener);
    }

    @Override
    public void close() {
        open = false;
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (lock) {
            database.close();
        }
    }

    private CompletionStage<Long> enqueue(String key, long expected, byte[] value) {
        var write = new Write(key, expected, value, new CompletableFuture<>());
        waiting.add(write);
        if (!open) {
            failWaiting();
        }
        return write.done();
    }

    private void writeUntilClosed() {
        List<Write> batch = new ArrayList<>(BATCH);
        while (open) {
            try {
                batch.add(waiting.take());
            } catch (InterruptedException e) {
                break;
            }
            waiting.drainTo(batch, BATCH - 1);
            write(batch);
            batch.clear();
        }
        failWaiting();
    }

    private void write(List<Write> batch) {
        List<Runnable> answers = new ArrayList<>(batch.size());
        synchronized (lock) {
            List<Change> changes = new ArrayList<>(batch.size());
            long newest = revision;
            try {
                for (var write : batch) {
                    try {
                        var change = write.apply(database, newest + 1);
                        newest++;
                        changes.add(change);
                        answers.add(() -> write.done().complete(change.revision()));
                    } catch (StoreException refused) {
                        answers.add(() -> write.done().completeExceptionally(refused));
                    }
                }
                if (changes.isEmpty()) {
                    database.endRead();
                } else {
                    database.commit(newest);
                    revision = newest;
                }
            } catch (SQLException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
                rollback();
                var failure = failed("write " + batch.size() + " changes", e);
                batch.forEach(write -> write.done().completeExceptionally(failure));
                return;
            }
            changes.forEach(feed::publish);
        }
        answers.forEach(SqliteStore::answer);
    }

    /** What comes after one write is done on this thread, and must not keep it from the next. */
    private static void answer(Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            LOG.error("What was to be done after a write failed", e);
        }
    }

    private void rollback() {
        try {
            database.rollback();
        } catch (SQLException e) {
            LOG.error("The store could not take a failed transaction back", e);
        }
    }

    private void failWaiting() {
        var closed = new StoreException(StoreException.Reason.UNAVAILABLE, "The store is closed");
        for (var write = waiting.poll(); write != null; write = waiting.poll()) {
            write.done().completeExceptionally(closed);
        }
    }

    private static StoreException failed(String what, Throwable cause) {
        return new StoreException(StoreException.Reason.UNAVAILABLE, "The store could not " + what, cause);
    }
}
