package sh.keptn.standalone.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.standalone.database.Database;

/** The tables of the engine: machine versions, executions, their logs, and ends that the listener has not heard of. */
final class EngineTables {

    private static final String RUNNING = "status = 'RUNNING'";

    private final Database database;

    EngineTables(Database database) {
        this.database = database;
        database.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS engine_machines (reference TEXT PRIMARY KEY,"
                        + " name TEXT NOT NULL, definition TEXT NOT NULL) WITHOUT ROWID");
                statement.execute("CREATE TABLE IF NOT EXISTS engine_executions (reference TEXT PRIMARY KEY,"
                        + " status TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID");
                statement.execute(
                        "CREATE INDEX IF NOT EXISTS engine_running ON engine_executions (reference) WHERE " + RUNNING);
                statement.execute("CREATE TABLE IF NOT EXISTS engine_log (reference TEXT NOT NULL,"
                        + " first_event INTEGER NOT NULL, events TEXT NOT NULL,"
                        + " PRIMARY KEY (reference, first_event)) WITHOUT ROWID");
                return statement.execute("CREATE TABLE IF NOT EXISTS engine_notices (reference TEXT NOT NULL,"
                        + " redrives INTEGER NOT NULL, status TEXT NOT NULL,"
                        + " PRIMARY KEY (reference, redrives)) WITHOUT ROWID");
            }
        });
    }

    /** Adds a machine version; one that is there stays as it is. */
    void addMachine(String reference, String name, String definition) {
        database.write(connection -> update(
                connection,
                "INSERT OR IGNORE INTO engine_machines (reference, name, definition) VALUES (?, ?, ?)",
                reference,
                name,
                definition));
    }

    Optional<Machine> machine(String reference) {
        return database.read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT name, definition FROM engine_machines WHERE reference = ?")) {
                select.setString(1, reference);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new Machine(rows.getString(1), rows.getString(2)))
                            : Optional.empty();
                }
            }
        });
    }

    Optional<Snapshot> execution(String reference) {
        Optional<String> body = database.read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT body FROM engine_executions WHERE reference = ?")) {
                select.setString(1, reference);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
                }
            }
        });
        return body.map(SnapshotJson::read);
    }

    /** References of the executions that run. */
    List<String> running() {
        return database.read(connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement("SELECT reference FROM engine_executions WHERE " + RUNNING);
                    ResultSet rows = select.executeQuery()) {
                List<String> references = new ArrayList<>();
                while (rows.next()) {
                    references.add(rows.getString(1));
                }
                return references;
            }
        });
    }

    List<HistoryEvent> log(String reference) {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT events FROM engine_log WHERE reference = ? ORDER BY first_event")) {
                select.setString(1, reference);
                try (ResultSet rows = select.executeQuery()) {
                    List<HistoryEvent> events = new ArrayList<>();
                    while (rows.next()) {
                        if (Json.parse(rows.getString(1)) instanceof List<?> list) {
                            list.forEach(each -> events.add(HistoryEvent.fromJson(Json.object((Map<?, ?>) each))));
                        }
                    }
                    return events;
                }
            }
        });
    }

    /** Stores a step in one transaction; returns when it is on disk. */
    void save(Step step) {
        Snapshot snapshot = step.snapshot();
        ExecutionStatus status = snapshot.outcome().status();
        String body = SnapshotJson.write(snapshot);
        String events =
                Json.write(step.events().stream().map(HistoryEvent::toJson).toList());
        database.write(connection -> {
            update(
                    connection,
                    "INSERT OR REPLACE INTO engine_executions (reference, status, body) VALUES (?, ?, ?)",
                    snapshot.reference(),
                    status.name(),
                    body);
            if (!step.events().isEmpty()) {
                update(
                        connection,
                        "INSERT INTO engine_log (reference, first_event, events) VALUES (?, ?, ?)",
                        snapshot.reference(),
                        step.events().get(0).id(),
                        events);
            }
            if (Notice.of(snapshot) != null) {
                update(
                        connection,
                        "INSERT OR REPLACE INTO engine_notices (reference, redrives, status) VALUES (?, ?, ?)",
                        snapshot.reference(),
                        snapshot.redrives(),
                        status.name());
            }
            return status;
        });
    }

    List<Notice> notices() {
        return database.read(connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement("SELECT reference, redrives, status FROM engine_notices");
                    ResultSet rows = select.executeQuery()) {
                List<Notice> notices = new ArrayList<>();
                while (rows.next()) {
                    notices.add(
                            new Notice(rows.getString(1), rows.getInt(2), ExecutionStatus.valueOf(rows.getString(3))));
                }
                return notices;
            }
        });
    }

    void remove(Notice notice) {
        database.write(connection -> update(
                connection,
                "DELETE FROM engine_notices WHERE reference = ? AND redrives = ?",
                notice.reference(),
                notice.redrives()));
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    /** A machine version as it was published. */
    record Machine(String name, String definition) {}

    /** An end without success that the listener has to hear of. */
    record Notice(String reference, int redrives, ExecutionStatus status) {

        /** Null for an execution that runs or has succeeded. */
        static @Nullable Notice of(Snapshot snapshot) {
            ExecutionStatus status = snapshot.outcome().status();
            return status == ExecutionStatus.RUNNING || status == ExecutionStatus.SUCCEEDED
                    ? null
                    : new Notice(snapshot.reference(), snapshot.redrives(), status);
        }
    }
}
