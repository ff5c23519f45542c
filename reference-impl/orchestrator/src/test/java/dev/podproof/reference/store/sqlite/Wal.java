package dev.podproof.reference.store.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Counts the transactions that stand in SQLite's log, which is not what we believe to have done but what SQLite did: in its
 * file format (4.1, the WAL format) a frame that ends a transaction tells the database's size, all others tell 0.
 *
 * <p>With {@code synchronous=FULL} SQLite syncs the log once for each of them. Whether the disk obeys, no file can tell.
 */
final class Wal {

    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int PAGE_SIZE_AT = 8;
    private static final int SALT_AT = 16;

    private Wal() {}

    /** The transactions since the log was last begun anew, which happens after a thousand pages. */
    static int commits(Path database) throws IOException {
        var log = ByteBuffer.wrap(Files.readAllBytes(Path.of(database + "-wal")));
        int pageSize = log.getInt(PAGE_SIZE_AT);
        long salt = log.getLong(SALT_AT);
        int commits = 0;
        for (int frame = HEADER; frame + FRAME_HEADER + pageSize <= log.limit(); frame += FRAME_HEADER + pageSize) {
            boolean current = log.getLong(frame + 8) == salt;
            if (current && log.getInt(frame + 4) != 0) {
                commits++;
            }
        }
        return commits;
    }
}
