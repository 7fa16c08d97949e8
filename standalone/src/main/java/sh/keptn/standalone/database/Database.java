package sh.keptn.standalone.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * One SQLite file with one writer. Transactions of all callers that wait at the same time share one commit, and with it
 * one fdatasync (group commit); a call returns when its transaction is on disk. The schema belongs to those who use the
 * tables: they create them with {@link #write} when they start.
 */
public final class Database implements AutoCloseable {

    private static final int GROUP_LIMIT = 256;

    /** Raised when tables change in a way that older files do not have. */
    private static final int FORMAT = 3;

    /** Pages that change often are written into the file itself once for so many pages of the write-ahead log (16 MB). */
    private static final int CHECKPOINT_PAGES = 4_000;

    private static final int WRITER_CACHE_KILOBYTES = 32 * 1024;
    private static final int READER_CACHE_KILOBYTES = 8 * 1024;

    private final Connection connection;
    private final Statements writer;
    private final Statements reader;
    private final LinkedBlockingQueue<Pending<?>> queue = new LinkedBlockingQueue<>();
    private final Runnable afterCommit;
    private final Thread thread;
    private volatile boolean closed;

    private Database(Connection writer, Connection reader, Runnable afterCommit) {
        this.connection = writer;
        this.writer = new Statements(writer);
        this.reader = new Statements(reader);
        this.afterCommit = afterCommit;
        this.thread = new Thread(this::writeLoop, "database-writer");
    }

    /**
     * Work on one connection. Must not wait for another transaction, and changes nothing but the database: it runs again
     * where another transaction of its group has failed.
     */
    @FunctionalInterface
    public interface Transaction<T extends @Nullable Object> {
        T run(Statements statements) throws SQLException;
    }

    /**
     * Opens or creates the file.
     *
     * @throws DatabaseException if the file cannot be opened or is no database
     */
    public static Database open(Path file) {
        return open(file, () -> {});
    }

    /**
     * The same with somebody who watches, for tests that end a process at a certain commit.
     *
     * @param afterCommit called by the writer after each commit, before those who wait for it go on; what it throws fails
     *     them although their transactions are on disk
     */
    public static Database open(Path file, Runnable afterCommit) {
        try {
            Connection writer = connect(file, WRITER_CACHE_KILOBYTES);
            checkFormat(file, new Statements(writer));
            Connection reader = connect(file, READER_CACHE_KILOBYTES);
            writer.setAutoCommit(false);
            Database database = new Database(writer, reader, afterCommit);
            database.thread.setDaemon(true);
            database.thread.start();
            return database;
        } catch (SQLException e) {
            throw new DatabaseException(
                    "cannot open " + file + ": " + e.getMessage()
                            + "; move it away, or name another folder with --data-dir",
                    e);
        }
    }

    /** Runs a transaction and waits until it is on disk. A transaction that throws changes nothing. */
    public <T extends @Nullable Object> T write(Transaction<T> transaction) {
        return join(writeLater(transaction));
    }

    /** Waits for a transaction; throws what it has thrown. */
    public static <T extends @Nullable Object> T join(CompletableFuture<T> written) {
        try {
            return written.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Runs a transaction; the future completes when it is on disk. */
    public <T extends @Nullable Object> CompletableFuture<T> writeLater(Transaction<T> transaction) {
        Pending<T> pending = new Pending<>(transaction, new CompletableFuture<>());
        if (!accept(pending)) {
            pending.done().completeExceptionally(new DatabaseException("the database is closed", null));
        }
        return pending.done();
    }

    /** Reads what was handed over before this call, committed or not yet; waits for it to be on disk. */
    public <T extends @Nullable Object> T readNewest(Transaction<T> query) {
        return write(query);
    }

    /** Reads what has been committed. */
    public <T extends @Nullable Object> T read(Transaction<T> query) {
        synchronized (reader) {
            try {
                return query.run(reader);
            } catch (SQLException e) {
                throw new DatabaseException("cannot read: " + e.getMessage(), e);
            }
        }
    }

    /** Whether nothing is taken any more. */
    public boolean isClosed() {
        return closed;
    }

    /** Finishes the transactions that were accepted and closes the file. */
    @Override
    public void close() {
        Pending<String> last = new Pending<>(connection -> "closing", new CompletableFuture<>());
        synchronized (queue) {
            if (closed) {
                return;
            }
            closed = true;
            queue.add(last);
        }
        try {
            thread.join();
            synchronized (reader) {
                reader.close();
            }
            writer.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new DatabaseException("cannot close: " + e.getMessage(), e);
        }
    }

    /** Nothing is queued behind what {@link #close} put last, so the writer leaves nobody waiting. */
    private boolean accept(Pending<?> pending) {
        synchronized (queue) {
            if (closed) {
                return false;
            }
            queue.add(pending);
            return true;
        }
    }

    /** A new file gets the number of this format; one of another format is left alone. */
    private static void checkFormat(Path file, Statements statements) throws SQLException {
        boolean isNew = statements
                .query("SELECT 1 FROM sqlite_master LIMIT 1", row -> true)
                .isEmpty();
        long format =
                statements.query("PRAGMA user_version", row -> row.getLong(1)).get(0);
        if (isNew) {
            statements.define("PRAGMA user_version=" + FORMAT);
        } else if (format != FORMAT) {
            statements.close();
            throw new DatabaseException(
                    file + " was written by another version of keptn; continue there, or name another folder with"
                            + " --data-dir",
                    null);
        }
    }

    private static Connection connect(Path file, int cacheKilobytes) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setGetGeneratedKeys(false);
        Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA busy_timeout=5000");
            statement.execute("PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES);
            statement.execute("PRAGMA cache_size=-" + cacheKilobytes);
        }
        return connection;
    }

    private void writeLoop() {
        List<Pending<?>> group = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            group.clear();
            try {
                group.add(queue.take());
            } catch (InterruptedException e) {
                return;
            }
            queue.drainTo(group, GROUP_LIMIT - 1);
            commit(group);
        }
    }

    /** Commits a group together; where one of it fails, each for itself, so that it undoes nobody else's. */
    private void commit(List<Pending<?>> group) {
        List<Runnable> answers = new ArrayList<>();
        for (Pending<?> pending : group) {
            try {
                answers.add(run(pending));
            } catch (SQLException | RuntimeException | Error e) {
                rollback(e);
                if (group.size() == 1) {
                    pending.done().completeExceptionally(failure(e));
                } else {
                    group.forEach(each -> commit(List.of(each)));
                }
                return;
            }
        }
        try {
            connection.commit();
            afterCommit.run();
        } catch (SQLException | IllegalStateException e) {
            DatabaseException failure = new DatabaseException("cannot write: " + e.getMessage(), e);
            rollback(failure);
            group.forEach(pending -> pending.done().completeExceptionally(failure));
            return;
        }
        answers.forEach(Runnable::run);
    }

    private <T extends @Nullable Object> Runnable run(Pending<T> pending) throws SQLException {
        T result = pending.transaction().run(writer);
        return () -> pending.done().complete(result);
    }

    private static Throwable failure(Throwable thrown) {
        return thrown instanceof SQLException
                ? new DatabaseException(String.valueOf(thrown.getMessage()), thrown)
                : thrown;
    }

    private void rollback(Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
            begin(failure);
        }
    }

    /**
     * Begins a transaction where SQLite has undone one by itself, as it does when the disk is full: the driver expects one
     * to be open. The writer goes on; the next transaction finds out whether the file can be written again.
     */
    private void begin(Throwable failure) {
        try {
            writer.define("BEGIN");
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private record Pending<T extends @Nullable Object>(Transaction<T> transaction, CompletableFuture<T> done) {}
}
