package dev.podproof.reference.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.store.Store;
import dev.podproof.reference.store.StoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {

    @TempDir
    private Path directory;

    @Override
    protected Store open() {
        return SqliteStore.at(file());
    }

    @Override
    protected int history() {
        return SqliteStore.HISTORY;
    }

    @Test
    void everyWriteThatComesAloneIsCommittedAlone() throws Exception {
        try (var store = SqliteStore.at(directory.resolve("alone.db"))) {
            int before = Wal.commits(directory.resolve("alone.db"));
            for (int i = 0; i < 10; i++) {
                done(store.create("/pods/" + i, bytes("one")));
                assertThat(Wal.commits(directory.resolve("alone.db"))).isEqualTo(before + i + 1);
            }
        }
    }

    @Test
    void writesThatWaitTogetherShareOneCommit() throws Exception {
        var path = directory.resolve("shared.db");
        var held = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var first = new AtomicBoolean(true);
        try (var store = SqliteStore.at(path)) {
            store.watch("/", 0, change -> {
                if (first.getAndSet(false)) {
                    held.countDown();
                    wait(release);
                }
            });
            var alone = store.create("/pods/alone", bytes("one"));
            held.await();
            int before = Wal.commits(path);
            List<CompletionStage<Long>> together = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                together.add(store.create("/pods/" + i, bytes("one")));
            }
            release.countDown();
            done(alone);
            together.forEach(StoreContract::done);

            assertThat(Wal.commits(path)).isEqualTo(before + 1);
        }
    }

    @Test
    void aRefusedWriteCommitsNothing() throws Exception {
        var path = directory.resolve("refused.db");
        try (var store = SqliteStore.at(path)) {
            done(store.create("/pods/a", bytes("one")));
            int before = Wal.commits(path);
            store.create("/pods/a", bytes("two"))
                    .exceptionally(refused -> 0L)
                    .toCompletableFuture()
                    .join();
            assertThat(Wal.commits(path)).isEqualTo(before);
        }
    }

    /** Two is FULL: the log is synced after each transaction, which is what makes a commit a sync. */
    @Test
    void aCommitIsASync() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("options.db"))) {
            Database.configure(connection);
            try (var statement = connection.createStatement()) {
                assertThat(statement.executeQuery("PRAGMA synchronous").getInt(1))
                        .isEqualTo(2);
                assertThat(statement.executeQuery("PRAGMA journal_mode").getString(1))
                        .isEqualTo("wal");
            }
        }
    }

    @Test
    void nobodyElseCanReadItsFiles() throws IOException {
        done(SqliteStoreTest.this.open(directory.resolve("private.db")).create("/secrets/a", bytes("one")));
        try (var files = Files.list(directory)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("private")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    private Store open(Path path) {
        return SqliteStore.at(path);
    }

    private Path file() {
        return directory.resolve("contract.db");
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
