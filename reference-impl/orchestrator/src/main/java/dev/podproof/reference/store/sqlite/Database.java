package dev.podproof.reference.store.sqlite;

import dev.podproof.reference.store.Store.Stored;
import dev.podproof.reference.store.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The SQL: one table of objects, and the revision in a table of one row. Not thread-safe: its owner guards it.
 *
 * <p>The revision has a row of its own because deletions count too, and leave no object behind to read it from.
 */
final class Database implements AutoCloseable {

    private static final String AFTER_ALL_KEYS = "\uFFFF";

    private final Connection connection;
    private final PreparedStatement select;
    private final PreparedStatement range;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final PreparedStatement delete;
    private final PreparedStatement writeRevision;

    /** Opens or makes the database at a JDBC address. */
    Database(String url) throws SQLException {
        connection = DriverManager.getConnection(url);
        configure(connection);
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS objects"
                    + " (key TEXT PRIMARY KEY, revision INTEGER NOT NULL, value BLOB NOT NULL) WITHOUT ROWID");
            statement.execute("CREATE TABLE IF NOT EXISTS revision"
                    + " (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), newest INTEGER NOT NULL)");
            statement.execute("INSERT OR IGNORE INTO revision VALUES (1, 0)");
        }
        select = connection.prepareStatement("SELECT key, revision, value FROM objects WHERE key = ?");
        range = connection.prepareStatement(
                "SELECT key, revision, value FROM objects WHERE key >= ? AND key < ? ORDER BY key");
        insert = connection.prepareStatement("INSERT OR IGNORE INTO objects (revision, value, key) VALUES (?, ?, ?)");
        update = connection.prepareStatement(
                "UPDATE objects SET revision = ?, value = ? WHERE key = ? AND revision = ?");
        delete = connection.prepareStatement("DELETE FROM objects WHERE key = ? AND revision = ?");
        writeRevision = connection.prepareStatement("UPDATE revision SET newest = ?");
        connection.setAutoCommit(false);
    }

    /** Makes a commit return when its transaction has been synced to the log. */
    static void configure(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
        }
    }

    long revision() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT newest FROM revision")) {
            rows.next();
            return rows.getLong(1);
        } finally {
            connection.commit();
        }
    }

    Optional<Stored> get(String key) throws SQLException {
        select.setString(1, key);
        try (var rows = select.executeQuery()) {
            return rows.next() ? Optional.of(stored(rows)) : Optional.empty();
        }
    }

    List<Stored> list(String prefix) throws SQLException {
        range.setString(1, prefix);
        range.setString(2, prefix + AFTER_ALL_KEYS);
        try (var rows = range.executeQuery()) {
            List<Stored> found = new ArrayList<>();
            while (rows.next()) {
                found.add(stored(rows));
            }
            return found;
        }
    }

    /** Adds a key; false if it is there. */
    boolean insert(String key, long revision, byte[] value) throws SQLException {
        insert.setLong(1, revision);
        insert.setBytes(2, value);
        insert.setString(3, key);
        return insert.executeUpdate() == 1;
    }

    /** Replaces a value; false if it was not last changed at {@code expected}. */
    boolean update(String key, long expected, long revision, byte[] value) throws SQLException {
        update.setLong(1, revision);
        update.setBytes(2, value);
        update.setString(3, key);
        update.setLong(4, expected);
        return update.executeUpdate() == 1;
    }

    /** Removes a key; false if it was not last changed at {@code expected}. */
    boolean delete(String key, long expected) throws SQLException {
        delete.setString(1, key);
        delete.setLong(2, expected);
        return delete.executeUpdate() == 1;
    }

    /** Ends the transaction: what was written is on disk when this returns. */
    void commit(long revision) throws SQLException {
        writeRevision.setLong(1, revision);
        writeRevision.executeUpdate();
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    /** Ends a transaction that only read. */
    void endRead() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "The store did not close cleanly", e);
        }
    }

    private static Stored stored(ResultSet rows) throws SQLException {
        return new Stored(rows.getString(1), rows.getLong(2), rows.getBytes(3));
    }
}
