package sh.keptn.standalone.bus;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.standalone.database.Database;

/** The tables of the bus: one row for each event and subscriber that are not done with each other. */
final class BusTables {

    private final Database database;

    BusTables(Database database) {
        this.database = database;
        database.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS bus_deliveries (event_id TEXT NOT NULL,"
                        + " subscriber TEXT NOT NULL, tries INTEGER NOT NULL, due INTEGER NOT NULL, event TEXT NOT NULL,"
                        + " PRIMARY KEY (event_id, subscriber)) WITHOUT ROWID");
                return statement.execute("CREATE TABLE IF NOT EXISTS bus_dead_letters (event_id TEXT NOT NULL,"
                        + " subscriber TEXT NOT NULL, tries INTEGER NOT NULL, time INTEGER NOT NULL, error TEXT NOT NULL,"
                        + " event TEXT NOT NULL)");
            }
        });
    }

    /** Stores the deliveries that are not there already; returns those it stored. */
    List<Delivery> add(List<Delivery> deliveries) {
        return database.write(connection -> {
            List<Delivery> added = new ArrayList<>();
            try (PreparedStatement insert = connection.prepareStatement("INSERT OR IGNORE INTO bus_deliveries"
                    + " (event_id, subscriber, tries, due, event) VALUES (?, ?, ?, ?, ?)")) {
                for (Delivery delivery : deliveries) {
                    insert.setString(1, delivery.event().id());
                    insert.setString(2, delivery.subscriber());
                    insert.setInt(3, delivery.tries());
                    insert.setLong(4, delivery.due().toEpochMilli());
                    insert.setString(5, Json.write(delivery.event().toJson()));
                    if (insert.executeUpdate() == 1) {
                        added.add(delivery);
                    }
                }
            }
            return added;
        });
    }

    List<Delivery> all() {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT event, subscriber, tries, due FROM bus_deliveries ORDER BY due, event_id");
                    ResultSet rows = select.executeQuery()) {
                List<Delivery> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new Delivery(
                            event(rows.getString(1)),
                            rows.getString(2),
                            rows.getInt(3),
                            Instant.ofEpochMilli(rows.getLong(4))));
                }
                return found;
            }
        });
    }

    void done(Delivery delivery) {
        database.write(connection -> remove(connection, delivery));
    }

    void again(Delivery delivery) {
        database.write(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE bus_deliveries SET tries = ?, due = ? WHERE event_id = ? AND subscriber = ?")) {
                update.setInt(1, delivery.tries());
                update.setLong(2, delivery.due().toEpochMilli());
                update.setString(3, delivery.event().id());
                update.setString(4, delivery.subscriber());
                return update.executeUpdate();
            }
        });
    }

    void giveUp(Delivery delivery, String error, Instant time) {
        database.write(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO bus_dead_letters"
                    + " (event_id, subscriber, tries, time, error, event) VALUES (?, ?, ?, ?, ?, ?)")) {
                insert.setString(1, delivery.event().id());
                insert.setString(2, delivery.subscriber());
                insert.setInt(3, delivery.tries());
                insert.setLong(4, time.toEpochMilli());
                insert.setString(5, error);
                insert.setString(6, Json.write(delivery.event().toJson()));
                insert.executeUpdate();
            }
            return remove(connection, delivery);
        });
    }

    List<DeadLetter> deadLetters() {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT event, subscriber, error, tries, time FROM bus_dead_letters ORDER BY rowid");
                    ResultSet rows = select.executeQuery()) {
                List<DeadLetter> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new DeadLetter(
                            event(rows.getString(1)),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getInt(4),
                            Instant.ofEpochMilli(rows.getLong(5))));
                }
                return found;
            }
        });
    }

    private static int remove(Connection connection, Delivery delivery) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM bus_deliveries WHERE event_id = ? AND subscriber = ?")) {
            delete.setString(1, delivery.event().id());
            delete.setString(2, delivery.subscriber());
            return delete.executeUpdate();
        }
    }

    private static BusEvent event(String text) {
        return BusEvent.fromJson(Json.parseObject(text));
    }
}
