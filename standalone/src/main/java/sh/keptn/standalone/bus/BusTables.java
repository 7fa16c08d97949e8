package sh.keptn.standalone.bus;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.database.Statements;

/** The tables of the bus: one row for each event and subscriber that are not done with each other. */
final class BusTables {

    private final Database database;

    BusTables(Database database) {
        this.database = database;
        database.write(statements -> {
            statements.define(
                    "CREATE TABLE IF NOT EXISTS bus_deliveries (number INTEGER PRIMARY KEY, event_id TEXT NOT NULL,"
                            + " subscriber TEXT NOT NULL, tries INTEGER NOT NULL, due INTEGER NOT NULL, event TEXT NOT NULL,"
                            + " UNIQUE (event_id, subscriber))");
            statements.define("CREATE TABLE IF NOT EXISTS bus_dead_letters (event_id TEXT NOT NULL,"
                    + " subscriber TEXT NOT NULL, tries INTEGER NOT NULL, time INTEGER NOT NULL, error TEXT NOT NULL,"
                    + " event TEXT NOT NULL)");
            return true;
        });
    }

    /** Stores the deliveries that are not there already; returns those it stored. */
    List<Delivery> add(List<Delivery> deliveries) {
        // Not by the writer, for whom all wait.
        List<String> events = deliveries.stream()
                .map(delivery -> Json.write(delivery.event().toJson()))
                .toList();
        return database.write(statements -> {
            List<Delivery> added = new ArrayList<>();
            for (int i = 0; i < deliveries.size(); i++) {
                Delivery delivery = deliveries.get(i);
                int rows = statements.update(
                        "INSERT OR IGNORE INTO bus_deliveries (event_id, subscriber, tries, due, event)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        delivery.event().id(),
                        delivery.subscriber(),
                        delivery.tries(),
                        delivery.due().toEpochMilli(),
                        events.get(i));
                if (rows == 1) {
                    added.add(delivery);
                }
            }
            return added;
        });
    }

    List<Delivery> all() {
        return database.read(statements -> statements.query(
                "SELECT event, subscriber, tries, due FROM bus_deliveries ORDER BY due, event_id",
                row -> new Delivery(
                        event(row.getString(1)),
                        row.getString(2),
                        row.getInt(3),
                        Instant.ofEpochMilli(row.getLong(4)))));
    }

    /** Forgets a delivery without waiting for the disk: one that comes back after a crash is only delivered again. */
    CompletableFuture<Integer> done(Delivery delivery) {
        return database.writeLater(statements -> remove(statements, delivery));
    }

    void again(Delivery delivery) {
        database.write(statements -> statements.update(
                "UPDATE bus_deliveries SET tries = ?, due = ? WHERE event_id = ? AND subscriber = ?",
                delivery.tries(),
                delivery.due().toEpochMilli(),
                delivery.event().id(),
                delivery.subscriber()));
    }

    void giveUp(Delivery delivery, String error, Instant time) {
        database.write(statements -> {
            statements.update(
                    "INSERT INTO bus_dead_letters (event_id, subscriber, tries, time, error, event)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    delivery.event().id(),
                    delivery.subscriber(),
                    delivery.tries(),
                    time.toEpochMilli(),
                    error,
                    Json.write(delivery.event().toJson()));
            return remove(statements, delivery);
        });
    }

    List<DeadLetter> deadLetters() {
        return database.read(statements -> statements.query(
                "SELECT event, subscriber, error, tries, time FROM bus_dead_letters ORDER BY rowid",
                row -> new DeadLetter(
                        event(row.getString(1)),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4),
                        Instant.ofEpochMilli(row.getLong(5)))));
    }

    private static int remove(Statements statements, Delivery delivery) throws SQLException {
        return statements.update(
                "DELETE FROM bus_deliveries WHERE event_id = ? AND subscriber = ?",
                delivery.event().id(),
                delivery.subscriber());
    }

    private static BusEvent event(String text) {
        return BusEvent.fromJson(Json.parseObject(text));
    }
}
