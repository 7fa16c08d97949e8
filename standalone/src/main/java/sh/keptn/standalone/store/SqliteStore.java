package sh.keptn.standalone.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.database.DatabaseException;
import sh.keptn.standalone.database.Newest;
import sh.keptn.standalone.database.Statements;

/** The store on SQLite: one table; a due time is kept to the nanosecond, times after the year 2262 as the end of it. */
public final class SqliteStore implements Store {

    private static final int WRITE_LIMIT = 100;
    private static final String COLUMNS = "SELECT partition, sort, version, due, body FROM items ";

    /** In characters; an item that was read has several times as many bytes. */
    private static final long NEWEST_SIZE = 4_000_000;

    /** What an item counts beside its body. */
    private static final int ITEM_SIZE = 200;

    private final Database database;
    private final Consumer<Write.Put> onDue;
    private final Newest<Key, Optional<Item>> newest = new Newest<>(NEWEST_SIZE);

    /**
     * Creates the table where there is none.
     *
     * @param onDue told of each item that is put with a due time, after the commit
     */
    public SqliteStore(Database database, Consumer<Write.Put> onDue) {
        this.database = database;
        this.onDue = onDue;
        available(() -> database.write(statements -> {
            // Numbered as they come: what is written at the same time lies on few pages, and keys are found without
            // bodies.
            statements.define("CREATE TABLE IF NOT EXISTS items (number INTEGER PRIMARY KEY, partition TEXT NOT NULL,"
                    + " sort TEXT NOT NULL, version INTEGER NOT NULL, due INTEGER, body TEXT NOT NULL,"
                    + " UNIQUE (partition, sort))");
            statements.define(
                    "CREATE INDEX IF NOT EXISTS items_due ON items (due, partition, sort)" + " WHERE due IS NOT NULL");
            return true;
        }));
    }

    @Override
    public Optional<Item> get(Key key) {
        return read("WHERE partition = ? AND sort = ?", key.partition(), key.sort()).stream()
                .findFirst();
    }

    @Override
    public Optional<Item> newest(Key key) {
        Optional<Item> known = newest.get(key);
        return known == null ? get(key) : known;
    }

    @Override
    public List<Item> newest(String partition, String sortPrefix) {
        Map<Key, Item> found = new TreeMap<>(Comparator.comparing(Key::sort));
        List<Key> moving = newest.onTheirWay(
                key -> key.partition().equals(partition) && key.sort().startsWith(sortPrefix));
        query(partition, sortPrefix).forEach(item -> found.put(item.key(), item));
        for (Key key : moving) {
            newest(key).ifPresentOrElse(item -> found.put(key, item), () -> found.remove(key));
        }
        return List.copyOf(found.values());
    }

    @Override
    public List<Item> newestAfter(String partition, String sortPrefix, String after, int limit) {
        List<Key> moving = newest.onTheirWay(
                key -> key.partition().equals(partition) && key.sort().startsWith(sortPrefix));
        Map<Key, Item> found = new TreeMap<>(Comparator.comparing(Key::sort));
        String from = after;
        boolean isAll = false;
        while (!isAll && found.size() < limit) {
            List<Item> page = queryAfter(partition, sortPrefix, from, limit);
            isAll = page.size() < limit;
            page.forEach(item -> found.put(item.key(), item));
            String begin = from;
            String end = isAll ? null : page.get(page.size() - 1).key().sort();
            moving.stream()
                    .filter(key -> key.sort().compareTo(begin) > 0)
                    .filter(key -> end == null || key.sort().compareTo(end) <= 0)
                    .forEach(key -> newest(key).ifPresentOrElse(item -> found.put(key, item), () -> found.remove(key)));
            from = end == null ? from : end;
        }
        return List.copyOf(found.values());
    }

    @Override
    public void settle() {
        if (newest.isMoving()) {
            available(() -> database.write(statements -> true));
        }
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

    /** The partitions with the prefix, in order; takes a step in the index for each one, however many items it has. */
    public List<String> partitions(String prefix) {
        return available(() -> database.read(statements -> {
            List<String> found = new ArrayList<>();
            String last = prefix;
            while (last.startsWith(prefix)) {
                List<String> next = statements.query(
                        "SELECT partition FROM items WHERE partition > ? ORDER BY partition LIMIT 1",
                        row -> row.getString(1),
                        last);
                last = next.isEmpty() ? "" : next.get(0);
                if (last.startsWith(prefix)) {
                    found.add(last);
                }
            }
            return found;
        }));
    }

    @Override
    public List<Item> due(Instant until, int limit) {
        return read("WHERE due IS NOT NULL AND due <= ? ORDER BY due, partition, sort LIMIT ?", nanos(until), limit);
    }

    @Override
    public boolean transact(List<Write> writes) {
        check(writes);
        CompletableFuture<Boolean> written = handOver(writes);
        boolean done = available(() -> Database.join(written));
        if (done) {
            for (Write write : writes) {
                if (write instanceof Write.Put put && put.due() != null) {
                    onDue.accept(put);
                }
            }
        }
        return done;
    }

    @Override
    public boolean transactSoon(List<Write> writes) {
        check(writes);
        CompletableFuture<Boolean> written = handOver(writes);
        return !written.isDone() || available(() -> Database.join(written));
    }

    /** One after the other, so that what is read as the newest is what the writer finds. */
    private synchronized CompletableFuture<Boolean> handOver(List<Write> writes) {
        Map<Key, Optional<Item>> after = new LinkedHashMap<>();
        for (Write write : writes) {
            Optional<Item> known = newest.get(write.key());
            if (known != null && known.map(Item::version).orElse(0L) != write.expectedVersion()) {
                return CompletableFuture.completedFuture(false);
            }
            if (write instanceof Write.Put put) {
                after.put(
                        put.key(), Optional.of(new Item(put.key(), put.expectedVersion() + 1, put.due(), put.body())));
            } else if (write instanceof Write.Delete) {
                after.put(write.key(), Optional.empty());
            }
        }
        CompletableFuture<Boolean> written =
                database.writeLater(statements -> write(statements, writes)).exceptionally(SqliteStore::isStored);
        newest.handOver(after, SqliteStore::size, written);
        return written;
    }

    private static int size(Optional<Item> item) {
        return ITEM_SIZE + item.map(found -> found.body().length()).orElse(0);
    }

    private static boolean isStored(Throwable failure) {
        if (failure instanceof OtherVersionException) {
            return false;
        }
        throw failure instanceof CompletionException known ? known : new CompletionException(failure);
    }

    private static boolean write(Statements statements, List<Write> writes) throws SQLException {
        for (Write write : writes) {
            if (write instanceof Write.Check && version(statements, write.key()) != write.expectedVersion()) {
                return false;
            }
        }
        for (Write write : writes) {
            if (!apply(statements, write)) {
                throw new OtherVersionException();
            }
        }
        return true;
    }

    /**
     * An item has another version than expected, which undoes the whole transaction. It is rare, so that it need not be cheap: what is known
     * of an item is compared before anything is written.
     */
    private static final class OtherVersionException extends RuntimeException {
        private static final long serialVersionUID = 1;
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

    private static long version(Statements statements, Key key) throws SQLException {
        return statements
                .query(
                        "SELECT version FROM items WHERE partition = ? AND sort = ?",
                        row -> row.getLong(1),
                        key.partition(),
                        key.sort())
                .stream()
                .findFirst()
                .orElse(0L);
    }

    /** Returns whether the item had the expected version. */
    private static boolean apply(Statements statements, Write write) throws SQLException {
        String partition = write.key().partition();
        String sort = write.key().sort();
        long expected = write.expectedVersion();
        if (write instanceof Write.Put put) {
            Instant due = put.due();
            Long nanos = due == null ? null : nanos(due);
            int changed = expected == 0
                    ? statements.update(
                            "INSERT INTO items (partition, sort, version, due, body) VALUES (?, ?, 1, ?, ?)"
                                    + " ON CONFLICT (partition, sort) DO NOTHING",
                            partition,
                            sort,
                            nanos,
                            put.body())
                    : statements.update(
                            "UPDATE items SET version = version + 1, due = ?, body = ?"
                                    + " WHERE partition = ? AND sort = ? AND version = ?",
                            nanos,
                            put.body(),
                            partition,
                            sort,
                            expected);
            return changed == 1;
        } else if (write instanceof Write.Delete) {
            int deleted = statements.update(
                    "DELETE FROM items WHERE partition = ? AND sort = ? AND version = ?", partition, sort, expected);
            return deleted == 1 || (expected == 0 && version(statements, write.key()) == 0);
        }
        return true;
    }

    private List<Item> read(String where, Object... values) {
        return available(
                () -> database.read(statements -> statements.query(COLUMNS + where, SqliteStore::item, values)));
    }

    private static Item item(ResultSet row) throws SQLException {
        long due = row.getLong(4);
        Instant instant = row.wasNull() ? null : Instant.ofEpochSecond(0, due);
        return new Item(new Key(row.getString(1), row.getString(2)), row.getLong(3), instant, row.getString(5));
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
