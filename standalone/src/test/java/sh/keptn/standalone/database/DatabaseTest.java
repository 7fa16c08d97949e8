package sh.keptn.standalone.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class DatabaseTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("keptn.db"));
        database.write(connection -> execute(connection, "CREATE TABLE IF NOT EXISTS t (n INTEGER)"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aTransactionThatThrowsUndoesOnlyItself() {
        List<CompletableFuture<Boolean>> done = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            done.add(database.writeLater(connection -> {
                execute(connection, "INSERT INTO t VALUES (" + number + ")");
                if (number % 3 == 1) {
                    throw new IllegalStateException("no");
                }
                if (number % 3 == 2) {
                    throw new AssertionError("no");
                }
                return true;
            }));
        }
        done.forEach(each -> assertThat(each.handle((ok, error) -> true).join()).isTrue());
        assertThat(count()).isEqualTo(34);
        assertThatThrownBy(() -> database.write(connection -> execute(connection, "nonsense")))
                .isInstanceOf(DatabaseException.class);
        assertThatThrownBy(() -> database.write(connection -> {
                    throw new AssertionError("mine");
                }))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void whatWasAcceptedIsWrittenBeforeItCloses() {
        List<CompletableFuture<Boolean>> done = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            done.add(database.writeLater(connection -> execute(connection, "INSERT INTO t VALUES (1)")));
        }
        database.close();
        database.close();
        assertThat(done).allMatch(each -> each.isDone() && !each.isCompletedExceptionally());
        assertThatThrownBy(() -> database.write(connection -> true)).hasMessageContaining("closed");
        open();
        assertThat(count()).isEqualTo(1_000);
    }

    private long count() {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
                return rows.getLong(1);
            }
        });
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }
}
