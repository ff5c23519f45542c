package dev.podproof.reference.store.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.store.Store;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A process that writes until it is killed: several writers, each with keys of its own that it creates, updates and deletes in
 * turn. Every write that was acknowledged is a line on standard output: key, revision, and the value or {@code -}.
 */
final class RelentlessWriter {

    private static final int WRITERS = 4;
    private static final int KEYS_EACH = 16;

    private RelentlessWriter() {}

    /** Arguments: the store's file, and what this process begins its values with. */
    public static void main(String[] arguments) {
        var store = SqliteStore.at(Path.of(arguments[0]));
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            new Thread(() -> write(store, "/pods/" + writer + "/", arguments[1])).start();
        }
    }

    private static void write(Store store, String prefix, String round) {
        for (long turn = 0; ; turn++) {
            var key = prefix + turn % KEYS_EACH;
            var value = round + "-" + turn;
            var current = store.get(key);
            if (current.isEmpty()) {
                say(
                        key,
                        store.create(key, value.getBytes(UTF_8))
                                .toCompletableFuture()
                                .join(),
                        value);
            } else if (turn % 3 == 0) {
                say(
                        key,
                        store.delete(key, current.get().revision())
                                .toCompletableFuture()
                                .join(),
                        "-");
            } else {
                var update = store.update(key, current.get().revision(), value.getBytes(UTF_8));
                say(key, update.toCompletableFuture().join(), value);
            }
        }
    }

    /** One system call a line, past every buffer of this process: what was said before the end is heard. */
    private static void say(String key, long revision, String value) {
        try {
            OUT.write((key + " " + revision + " " + value + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);
}
