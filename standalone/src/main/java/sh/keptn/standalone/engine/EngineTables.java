package sh.keptn.standalone.engine;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.database.DatabaseException;
import sh.keptn.standalone.database.Newest;
import sh.keptn.standalone.database.Statements;

/** The tables of the engine: machine versions, executions, their logs, and ends that the listener has not heard of. */
final class EngineTables {

    private static final String WHERE_RUNNING = " WHERE status = 'RUNNING'";

    /** In characters: some ten thousand executions of small payloads, some sixty of the largest ones. */
    private static final long NEWEST_SIZE = 16_000_000;

    private final Database database;
    private final boolean notesSuccess;
    private final Newest<String, Snapshot> newest = new Newest<>(NEWEST_SIZE);

    /** @param notesSuccess whether the listener has to hear of every end */
    EngineTables(Database database, boolean notesSuccess) {
        this.database = database;
        this.notesSuccess = notesSuccess;
        database.write(statements -> {
            statements.define("CREATE TABLE IF NOT EXISTS engine_machines (reference TEXT PRIMARY KEY,"
                    + " name TEXT NOT NULL, definition TEXT NOT NULL) WITHOUT ROWID");
            // Numbered as they come: what runs at the same time lies on few pages, and the log grows at its end.
            statements.define("CREATE TABLE IF NOT EXISTS engine_executions (number INTEGER PRIMARY KEY,"
                    + " reference TEXT NOT NULL UNIQUE, status TEXT NOT NULL,"
                    + " last_event INTEGER NOT NULL, body TEXT NOT NULL)");
            statements.define(
                    "CREATE INDEX IF NOT EXISTS engine_running ON engine_executions (number)" + WHERE_RUNNING);
            statements.define("CREATE TABLE IF NOT EXISTS engine_log (number INTEGER PRIMARY KEY,"
                    + " execution INTEGER NOT NULL, events TEXT NOT NULL)");
            statements.define("CREATE INDEX IF NOT EXISTS engine_log_of ON engine_log (execution)");
            statements.define("CREATE TABLE IF NOT EXISTS engine_notices (reference TEXT NOT NULL,"
                    + " redrives INTEGER NOT NULL, status TEXT NOT NULL,"
                    + " PRIMARY KEY (reference, redrives)) WITHOUT ROWID");
            return true;
        });
    }

    /** Adds a machine version; one that is there stays as it is. */
    void addMachine(String reference, String name, String definition) {
        database.write(statements -> statements.update(
                "INSERT OR IGNORE INTO engine_machines (reference, name, definition) VALUES (?, ?, ?)",
                reference,
                name,
                definition));
    }

    Optional<Machine> machine(String reference) {
        return first(database.read(statements -> statements.query(
                "SELECT name, definition FROM engine_machines WHERE reference = ?",
                row -> new Machine(row.getString(1), row.getString(2)),
                reference)));
    }

    /** An execution as it is on disk, after all steps that were handed over. */
    Optional<Snapshot> execution(String reference) {
        return first(database.readNewest(statements -> select(statements, reference)))
                .map(SnapshotJson::read);
    }

    /** An execution after its newest step, which may not be on disk yet; the execution's lock is held. */
    Optional<Snapshot> newest(String reference) {
        Snapshot known = newest.get(reference);
        return known == null
                ? first(database.read(statements -> select(statements, reference)))
                        .map(SnapshotJson::read)
                : Optional.of(known);
    }

    /** Completes, with true, when the steps of an execution that were handed over are on disk; the execution's lock is held. */
    CompletableFuture<Boolean> stored(String reference) {
        return newest.stored(reference);
    }

    private static List<String> select(Statements statements, String reference) throws SQLException {
        return statements.query(
                "SELECT body FROM engine_executions WHERE reference = ?", row -> row.getString(1), reference);
    }

    /** Executions that run, at most so many of those after a number, ascending; as they are on disk. */
    List<Numbered> running(long after, int limit) {
        return database.read(statements -> statements.query(
                "SELECT number, body FROM engine_executions" + WHERE_RUNNING
                        + " AND number > ? ORDER BY number LIMIT ?",
                row -> new Numbered(row.getLong(1), SnapshotJson.read(row.getString(2))),
                after,
                limit));
    }

    /** Executions whose references begin alike, at most so many of those before a number, the newest first. */
    List<Numbered> executions(String prefix, @Nullable ExecutionStatus status, long before, int limit) {
        String word = status == null ? null : status.name();
        // Sorts after everything that begins with the prefix.
        String end = prefix + Character.MAX_VALUE;
        return database.readNewest(statements -> statements.query(
                "SELECT number, body FROM engine_executions WHERE reference >= ? AND reference < ?"
                        + " AND number < ? AND (? IS NULL OR status = ?) ORDER BY number DESC LIMIT ?",
                row -> new Numbered(row.getLong(1), SnapshotJson.read(row.getString(2))),
                prefix,
                end,
                before,
                word,
                word,
                limit));
    }

    /** An execution as it is on disk, and its place among all of them. */
    record Numbered(long number, Snapshot snapshot) {}

    List<HistoryEvent> log(String reference) {
        List<String> steps = database.readNewest(statements -> statements.query(
                "SELECT events FROM engine_log WHERE execution ="
                        + " (SELECT number FROM engine_executions WHERE reference = ?) ORDER BY number",
                row -> row.getString(1),
                reference));
        List<HistoryEvent> events = new ArrayList<>();
        for (String step : steps) {
            if (Json.parse(step) instanceof List<?> list) {
                list.forEach(each -> events.add(HistoryEvent.fromJson(Json.object((Map<?, ?>) each))));
            }
        }
        return events;
    }

    /**
     * Stores a step in one transaction; the execution's lock is held. The future completes when the step is on disk. Steps
     * are stored in the order of these calls; one fails where the step before it has failed.
     */
    CompletableFuture<Boolean> save(Snapshot before, Step step) {
        Snapshot after = step.snapshot();
        String status = after.outcome().status().name();
        String body = SnapshotJson.write(after);
        String events =
                Json.write(step.events().stream().map(HistoryEvent::toJson).toList());
        CompletableFuture<Boolean> stored = database.writeLater(statements -> {
            put(statements, before, after, status, body);
            if (!step.events().isEmpty()) {
                statements.update(
                        "INSERT INTO engine_log (execution, events)"
                                + " SELECT number, ? FROM engine_executions WHERE reference = ?",
                        events,
                        after.reference());
            }
            if (notice(after) != null) {
                statements.update(
                        "INSERT OR REPLACE INTO engine_notices (reference, redrives, status) VALUES (?, ?, ?)",
                        after.reference(),
                        after.redrives(),
                        status);
            }
            return true;
        });
        int size = after.outcome().status() == ExecutionStatus.RUNNING ? body.length() : 0;
        newest.handOver(Map.of(after.reference(), after), snapshot -> size, stored);
        return stored;
    }

    private static void put(Statements statements, Snapshot before, Snapshot after, String status, String body)
            throws SQLException {
        int rows = before.lastEvent() == 0
                ? statements.update(
                        "INSERT INTO engine_executions (reference, status, last_event, body) VALUES (?, ?, ?, ?)",
                        after.reference(),
                        status,
                        after.lastEvent(),
                        body)
                : statements.update(
                        "UPDATE engine_executions SET status = ?, last_event = ?, body = ?"
                                + " WHERE reference = ? AND last_event = ?",
                        status,
                        after.lastEvent(),
                        body,
                        after.reference(),
                        before.lastEvent());
        if (rows != 1) {
            throw new DatabaseException(
                    "the step before event " + before.lastEvent() + " of " + after.reference() + " was not stored",
                    null);
        }
    }

    List<Notice> notices() {
        return database.read(statements -> statements.query(
                "SELECT reference, redrives, status FROM engine_notices",
                row -> new Notice(row.getString(1), row.getInt(2), ExecutionStatus.valueOf(row.getString(3)))));
    }

    void remove(Notice notice) {
        database.write(statements -> statements.update(
                "DELETE FROM engine_notices WHERE reference = ? AND redrives = ?",
                notice.reference(),
                notice.redrives()));
    }

    private static <T> Optional<T> first(List<T> rows) {
        return rows.stream().findFirst();
    }

    /** A machine version as it was published. */
    record Machine(String name, String definition) {}

    /** What the listener has to hear of an execution; null where it runs, or has succeeded and nobody asks. */
    @Nullable
    Notice notice(Snapshot snapshot) {
        ExecutionStatus status = snapshot.outcome().status();
        return status == ExecutionStatus.RUNNING || (status == ExecutionStatus.SUCCEEDED && !notesSuccess)
                ? null
                : new Notice(snapshot.reference(), snapshot.redrives(), status);
    }

    /** An end that the listener has to hear of. */
    record Notice(String reference, int redrives, ExecutionStatus status) {}
}
