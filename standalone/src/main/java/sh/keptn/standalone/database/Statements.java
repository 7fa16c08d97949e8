package sh.keptn.standalone.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be done on one connection. Each SQL text is prepared once, so texts must be constants without values. */
public final class Statements implements AutoCloseable {

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** Makes an object from the current row of a result. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Changes the schema. */
    public void define(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Inserts, updates or deletes; returns the number of rows. Values are texts, whole numbers or null. */
    public int update(String sql, @Nullable Object... values) throws SQLException {
        try {
            return prepare(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw forgotten(sql, e);
        }
    }

    /** The rows of a query, in its order. */
    public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... values) throws SQLException {
        // A result that stays open would hold the file's old content.
        try (ResultSet rows = prepare(sql, values).executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        } catch (SQLException e) {
            throw forgotten(sql, e);
        }
    }

    /** SQLite's driver closes a statement that has failed, because the disk is full, say: the next one is prepared anew. */
    private SQLException forgotten(String sql, SQLException failure) {
        PreparedStatement failed = prepared.remove(sql);
        if (failed != null) {
            try {
                failed.close();
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
