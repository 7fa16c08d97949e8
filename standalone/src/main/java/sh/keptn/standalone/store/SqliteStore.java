package sh.keptn.standalone.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.database.DatabaseException;

/** The store on SQLite: one table; a due time is kept to the nanosecond, times after the year 2262 as the end of it. */
public final class SqliteStore implements Store {

    private static final int WRITE_LIMIT = 100;
    private static final String COLUMNS = "SELECT partition, sort, version, due, body FROM items ";

    private final Database database;
    private final Consumer<Instant> onDue;

    /**
     * Creates the table where there is none.
     *
     * @param onDue told the due time of each item put, after the commit
     */
    public SqliteStore(Database database, Consumer<Instant> onDue) {
        this.database = database;
        this.onDue = onDue;
        available(() -> database.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS items (partition TEXT NOT NULL, sort TEXT NOT NULL,"
                        + " version INTEGER NOT NULL, due INTEGER, body TEXT NOT NULL,"
                        + " PRIMARY KEY (partition, sort)) WITHOUT ROWID");
                return statement.execute("CREATE INDEX IF NOT EXISTS items_due ON items (due) WHERE due IS NOT NULL");
            }
        }));
    }

    @Override
    public Optional<Item> get(Key key) {
        return read("WHERE partition = ? AND sort = ?", key.partition(), key.sort()).stream()
                .findFirst();
    }

    @Override
    public List<Item> query(String partition, String sortPrefix) {
        return queryAfter(partition, sortPrefix, "", Integer.MAX_VALUE);
    }

    @Override
    public List<Item> queryAfter(String partition, String sortPrefix, String after, int limit) {
        // SQLite compares text by its UTF-8 bytes, which is the order of the code points.
        String where = "WHERE partition = ? AND sort >= ? " + (after.isEmpty() ? "AND sort >= ? " : "AND sort > ? ");
        String end = successor(sortPrefix);
        return end == null
                ? read(where + "ORDER BY sort LIMIT ?", partition, sortPrefix, after, limit)
                : read(where + "AND sort < ? ORDER BY sort LIMIT ?", partition, sortPrefix, after, end, limit);
    }

    @Override
    public List<Item> due(Instant until, int limit) {
        return read("WHERE due IS NOT NULL AND due <= ? ORDER BY due, partition, sort LIMIT ?", nanos(until), limit);
    }

    @Override
    public boolean transact(List<Write> writes) {
        check(writes);
        boolean done = available(() -> database.write(connection -> {
            for (Write write : writes) {
                if (version(connection, write.key()) != write.expectedVersion()) {
                    return false;
                }
            }
            for (Write write : writes) {
                apply(connection, write);
            }
            return true;
        }));
        if (done) {
            for (Write write : writes) {
                if (write instanceof Write.Put put && put.due() != null) {
                    onDue.accept(put.due());
                }
            }
        }
        return done;
    }

    private static void check(List<Write> writes) {
        if (writes.size() > WRITE_LIMIT) {
            throw new IllegalArgumentException(
                    "a transaction has at most " + WRITE_LIMIT + " writes, not " + writes.size());
        }
        Set<Key> keys = new HashSet<>();
        for (Write write : writes) {
            if (!keys.add(write.key())) {
                throw new IllegalArgumentException("two writes of one transaction have the key " + write.key());
            }
        }
    }

    private static long version(Connection connection, Key key) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT version FROM items WHERE partition = ? AND sort = ?")) {
            bind(statement, key.partition(), key.sort());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    private static void apply(Connection connection, Write write) throws SQLException {
        if (write instanceof Write.Put put) {
            try (PreparedStatement statement = connection.prepareStatement(
                    "INSERT OR REPLACE INTO items (partition, sort, version, due, body) VALUES (?, ?, ?, ?, ?)")) {
                Instant due = put.due();
                bind(
                        statement,
                        put.key().partition(),
                        put.key().sort(),
                        put.expectedVersion() + 1,
                        due == null ? null : nanos(due),
                        put.body());
                statement.executeUpdate();
            }
        } else if (write instanceof Write.Delete delete) {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM items WHERE partition = ? AND sort = ?")) {
                bind(statement, delete.key().partition(), delete.key().sort());
                statement.executeUpdate();
            }
        }
    }

    private List<Item> read(String where, Object... values) {
        return available(() -> database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(COLUMNS + where)) {
                bind(statement, values);
                try (ResultSet rows = statement.executeQuery()) {
                    List<Item> items = new ArrayList<>();
                    while (rows.next()) {
                        long due = rows.getLong(4);
                        Instant instant = rows.wasNull() ? null : Instant.ofEpochSecond(0, due);
                        items.add(new Item(
                                new Key(rows.getString(1), rows.getString(2)),
                                rows.getLong(3),
                                instant,
                                rows.getString(5)));
                    }
                    return items;
                }
            }
        }));
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value == null) {
                statement.setNull(i + 1, Types.INTEGER);
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    private static <T> T available(Supplier<T> work) {
        try {
            return work.get();
        } catch (DatabaseException e) {
            throw new StoreUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    private static long nanos(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** The smallest text greater than every text with the prefix; null if there is none. */
    private static @Nullable String successor(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return prefix.substring(0, end) + Character.toString(next);
            }
        }
        return null;
    }
}
